-- Sealed mail: what a handling rule keeps closed. Of its content the database holds nothing but ciphertext; the data
-- key of an item is wrapped by the master key of the installation, which lies outside the database. Its line in the
-- Posteingangsbuch has the state 'verschlossen' until the content is released (0084 allows that state).

-- A tender: its bids stay locked until the deadline has passed and two people open them together (§§ 54, 55 VgV).
create table vergabe (
  id uuid primary key default gen_random_uuid(),
  kennzeichen text not null unique,
  bezeichnung text not null,
  einheit_id uuid not null references organisationseinheit (id),
  angebotsfrist timestamptz not null,
  erste_freigabe_von uuid references person (id),
  erste_freigabe_at timestamptz,
  zweite_freigabe_von uuid references person (id),
  geoeffnet_at timestamptz,
  -- As it stood when the bids were opened; never written again.
  protokoll jsonb,
  created_at timestamptz not null default now(),
  created_by uuid references person (id),
  check ((erste_freigabe_von is null) = (erste_freigabe_at is null)),
  check (erste_freigabe_at >= angebotsfrist),
  check ((zweite_freigabe_von is null) = (geoeffnet_at is null)),
  check (zweite_freigabe_von is null or zweite_freigabe_von <> erste_freigabe_von),
  check (geoeffnet_at is null or (erste_freigabe_at is not null and protokoll is not null
    and geoeffnet_at between erste_freigabe_at and erste_freigabe_at + interval '30 minutes'))
);

create function vergabe_bleibt_fest() returns trigger language plpgsql as $$
begin
  if old.geoeffnet_at is not null then
    raise exception 'an opened tender does not change';
  end if;
  if new.angebotsfrist <> old.angebotsfrist and (now() >= old.angebotsfrist or new.angebotsfrist < old.angebotsfrist) then
    raise exception 'a deadline is only moved later, and before it has passed';
  end if;
  return new;
end $$;
create trigger vergabe_fest before update on vergabe for each row execute function vergabe_bleibt_fest();

-- Whether the person works in the unit itself; who leads a unit above it does not open its sealed mail.
create function app_gehoert_zu(einheit uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select from person_rolle r where r.person_id = app_person()
     and r.organisationseinheit_id = einheit and r.rolle in ('sachbearbeitung', 'leitung')) $$;

alter table vergabe enable row level security;
create policy vergabe_sicht on vergabe using (
  (select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')) or app_gehoert_zu(einheit_id));

create table verschluss (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  -- As in the Posteingangsbuch, whose line the addressee does not see.
  eingangsnummer text not null,
  eingangsdatum date not null,
  -- When the letter was there, as the station says, else when we had the bytes.
  eingegangen_at timestamptz not null,
  klasse text not null check (klasse in
    ('persoenlich', 'vertraulich', 'vergabe', 'personal', 'personalrat', 'briefwahl', 'gesundheit_soziales', 'vs')),
  oeffner text not null check (oeffner in ('empfaenger', 'einheit', 'zwei')),
  regel_id uuid references handhabungsregel (id),
  begruendung text not null,
  -- As on the envelope. The sender of a bid is not here: it is part of what is locked.
  vermerk text not null default '',
  anschrift text not null default '',
  absender text not null default '',
  empfaenger_id uuid references person (id),
  einheit_id uuid references organisationseinheit (id),
  vergabe_id uuid references vergabe (id),
  -- A file, a picture of the closed envelope, or only paper.
  inhalt text not null check (inhalt in ('datei', 'umschlagbild', 'papier')),
  stand text not null default 'verschlossen' check (stand in ('verschlossen', 'geoeffnet', 'uebergeben', 'freigegeben')),
  -- The encrypted bytes, as they have lain since reception.
  sha256 text not null,
  schluessel bytea not null,
  schluessel_kennung text not null,
  -- File name, type, size and hash, encrypted.
  angaben bytea not null,
  -- Keyed fingerprint of the bytes, to know a repetition.
  abdruck text not null,
  geoeffnet_von uuid references person (id),
  geoeffnet_at timestamptz,
  erledigt_von uuid references person (id),
  erledigt_at timestamptz,
  -- How it was handed over.
  nachweis text,
  check ((klasse = 'vergabe') = (oeffner = 'zwei')),
  check ((stand in ('uebergeben', 'freigegeben')) = (erledigt_at is not null)),
  check (stand <> 'uebergeben' or nachweis is not null)
);
create index verschluss_stand on verschluss (stand, eingegangen_at);
create index verschluss_abdruck on verschluss (abdruck);
create index verschluss_vergabe on verschluss (vergabe_id) where vergabe_id is not null;

-- A bid is opened by nothing but the opening of its tender, and only if it was in time.
create function verschluss_bleibt_fest() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if (new.klasse, new.sha256, new.eingegangen_at, new.eingangsnummer)
    is distinct from (old.klasse, old.sha256, old.eingegangen_at, old.eingangsnummer) then
    raise exception 'what was sealed does not change';
  end if;
  if new.vergabe_id is distinct from old.vergabe_id
    and exists (select from vergabe v where v.id = old.vergabe_id and now() >= v.angebotsfrist) then
    raise exception 'a bid stays with its tender once the deadline has passed';
  end if;
  if new.klasse = 'vergabe' and new.stand in ('geoeffnet', 'freigegeben') and not exists (
    select from vergabe v where v.id = new.vergabe_id and v.geoeffnet_at is not null
      and new.eingegangen_at <= v.angebotsfrist) then
    raise exception 'the bids of this tender are locked';
  end if;
  return new;
end $$;
create trigger verschluss_fest before update on verschluss for each row execute function verschluss_bleibt_fest();

alter table verschluss enable row level security;
create policy verschluss_sicht on verschluss using (
  (select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision'))
  or empfaenger_id = (select app_person()) or app_gehoert_zu(einheit_id));

-- Postal votes are counted and never registered one by one (§ 74 BWO).
create table wahl (
  id uuid primary key default gen_random_uuid(),
  bezeichnung text not null,
  -- End of voting on election day.
  wahlende timestamptz not null,
  created_at timestamptz not null default now(),
  created_by uuid references person (id)
);
create table wahlbriefe (
  id uuid primary key default gen_random_uuid(),
  wahl_id uuid not null references wahl (id),
  eingangstag date not null,
  -- Only on election day after the end of voting.
  uhrzeit time,
  anzahl integer not null check (anzahl > 0),
  erfasst_at timestamptz not null default now(),
  erfasst_von uuid references person (id),
  uebergeben_at timestamptz,
  uebergeben_von uuid references person (id),
  uebergeben_an text,
  check ((uebergeben_at is null) = (uebergeben_an is null))
);
create index wahlbriefe_wahl on wahlbriefe (wahl_id, eingangstag);
alter table wahl enable row level security;
create policy wahl_sicht on wahl using ((select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')));
alter table wahlbriefe enable row level security;
create policy wahlbriefe_sicht on wahlbriefe using ((select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')));
