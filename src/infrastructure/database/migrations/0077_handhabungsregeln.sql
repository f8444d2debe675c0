-- Rules that say from the envelope alone what may be opened and by whom. What fired once is never rewritten: wording
-- and class of a rule stay, a change ends it and makes another one.
create table handhabungsregel (
  id uuid primary key default gen_random_uuid(),
  -- The first rule in this order that fits decides.
  rang integer not null check (rang between 1 and 999),
  bezeichnung text not null,
  merkmal text not null check (merkmal in
    ('vermerk', 'name_vor_behoerde', 'zu_haenden', 'empfaengeradresse', 'absenderadresse', 'eingangsort')),
  werte text[] not null check (cardinality(werte) > 0),
  -- Null: what fits is opened like any other letter.
  klasse text check (klasse in
    ('persoenlich', 'vertraulich', 'vergabe', 'personal', 'personalrat', 'briefwahl', 'gesundheit_soziales', 'vs')),
  oeffner text check (oeffner in ('empfaenger', 'einheit', 'zwei')),
  einheit_id uuid references organisationseinheit (id),
  -- Not even scanned: only the envelope is registered.
  ohne_scan boolean not null default false,
  rechtsgrundlage text not null,
  -- Null: without a beginning or an end.
  gueltig_ab date,
  gueltig_bis date,
  created_at timestamptz not null default now(),
  created_by uuid references person (id),
  check ((klasse is null) = (oeffner is null)),
  check ((klasse = 'vergabe') = (oeffner = 'zwei')),
  check (gueltig_bis >= gueltig_ab)
);
alter table handhabungsregel enable row level security;
create policy handhabungsregel_sicht on handhabungsregel for select using (true);
create policy handhabungsregel_pflege on handhabungsregel
  using ((select app_system()) or (select app_rolle('administration')));

insert into handhabungsregel (rang, bezeichnung, merkmal, werte, klasse, oeffner, ohne_scan, rechtsgrundlage) values
(10, 'Verschlusssache', 'vermerk',
  '{VS-NUR FÜR DEN DIENSTGEBRAUCH,VS-NfD,VS-Vertraulich,Verschlusssache,Verschlußsache,Geheimschutzbeauftragte*}',
  'vs', 'einheit', true,
  'Verschlusssachenanweisung (VSA) des Bundes und des Landes; gemeinsame Regeln NRW, Anlage 1: ungeöffnet an die Geheimschutzbeauftragten'),
(20, 'Wahlbrief', 'vermerk', '{Wahlbrief*,Briefwahl*}', 'briefwahl', 'einheit', true,
  '§ 74 Bundeswahlordnung: Wahlbriefe werden ungeöffnet gesammelt und unter Verschluss gehalten'),
(30, 'Angebot in einem Vergabeverfahren', 'vermerk',
  '{Angebot zur Vergabe,Angebot zur Ausschreibung,Angebot Vergabe*,Vergabenummer,Vergabe-Nr,Vergabeverfahren,Submission*,Eröffnungstermin,Angebotsfrist,Teilnahmeantrag,Angebotsunterlagen}',
  'vergabe', 'zwei', false,
  '§§ 54, 55 Vergabeverordnung: verschlüsselt oder ungeöffnet unter Verschluss, Kenntnis erst nach Fristablauf, Öffnung durch zwei Personen gemeinsam'),
(40, 'Personalvertretung', 'vermerk', '{Personalrat,Gesamtpersonalrat,Personalvertretung,Schwerbehindertenvertretung}',
  'personalrat', 'einheit', false,
  '§ 11 Bundespersonalvertretungsgesetz und Personalvertretungsgesetz des Landes (Schweigepflicht)'),
(50, 'Personalangelegenheit', 'vermerk', '{Personalsache*,Personalakte*,Personalangelegenheit*,Personalstelle*}',
  'personal', 'einheit', false,
  '§ 50 Beamtenstatusgesetz (Personalakten vertraulich); gemeinsame Regeln NRW, Anlage 1: ungeöffnet an die Personalstelle'),
(60, 'Gesundheits- und Sozialdaten', 'vermerk',
  '{Arztsache*,ärztliche Unterlagen,Patientenunterlagen,ärztliche Schweigepflicht,Sozialdaten,Sozialgeheimnis,Adoptionsvermittlung,Adoptionssache}',
  'gesundheit_soziales', 'einheit', false, '§ 35 Erstes Buch Sozialgesetzbuch, § 203 Strafgesetzbuch'),
(70, 'Persönlich oder eigenhändig', 'vermerk', '{persönlich,höchstpersönlich,eigenhändig,privat}',
  'persoenlich', 'empfaenger', false,
  'Gemeinsame Regeln NRW, Anlage 1: Sendungen mit diesem Vermerk bleiben ungeöffnet'),
(75, 'Vertraulich', 'vermerk', '{vertraulich,confidential}', 'vertraulich', 'empfaenger', false,
  'Scankonzepte der Verwaltungen: als vertraulich bezeichnete Sendungen werden erst nach Freigabe des Empfängers gescannt'),
(80, 'Zu Händen: wird geöffnet', 'zu_haenden', '{z. Hd.,z.Hd.,zHd,zu Händen,z. H.}', null, null, false,
  'Gemeinsame Regeln NRW, Anlage 1: „z. Hd.“ ist gewöhnliche Post'),
(90, 'Name vor der Behörde', 'name_vor_behoerde',
  '{Stadt*,Landeshauptstadt,Gemeinde*,Landkreis,Landratsamt,Rathaus,Amt,Amts*,Bürgeramt,Ordnungsamt,Bauamt,Sozialamt,Jugendamt,Standesamt,Steueramt,Umweltamt,Fachbereich,Dezernat,Referat,Behörde}',
  'persoenlich', 'empfaenger', false,
  'Geschäftsordnungspraxis (Berlin u. a.): steht der Name vor der Behörde, ist die Sendung an die Person gerichtet');
