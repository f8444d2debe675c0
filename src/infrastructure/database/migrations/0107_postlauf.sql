-- Printed letters that leave together. A run is calculated (frozen), released by the mailroom, and its print files go out
-- one by one, each exactly once; the states of a file are those of its letters.
alter table postausgang
  add column versandart text not null default 'normal' check (versandart in
    ('normal', 'einschreiben_einwurf', 'einschreiben', 'einschreiben_rueckschein', 'pza')),
  -- Only the recipient may open it: never in one envelope with another letter.
  add column persoenlich boolean not null default false,
  -- What is put in beside the letter, in grams.
  add column beilagen_gramm integer not null default 0 check (beilagen_gramm between 0 and 2000);

create table postlauf (
  id uuid primary key default gen_random_uuid(),
  jahr integer not null,
  nummer integer not null,
  zustand text not null default 'berechnet' check (zustand in ('berechnet', 'freigegeben', 'erledigt', 'verworfen')),
  -- Day of posting, on which its prices rest.
  tag date not null,
  weg text not null check (weg in ('druck', 'ipp', 'sftp')),
  -- How sheets are marked: a reprint carries the same marks.
  marken jsonb not null,
  -- null: the clock
  angelegt_von uuid references person (id),
  created_at timestamptz not null default now(),
  freigegeben_von uuid references person (id),
  freigegeben_at timestamptz,
  erledigt_at timestamptz,
  unique (jahr, nummer)
);

create table postlauf_datei (
  id uuid primary key default gen_random_uuid(),
  postlauf_id uuid not null references postlauf (id),
  nummer integer not null,
  format text not null check (format in ('din-lang', 'c5', 'c4')),
  blaetter integer not null,
  zustand text not null default 'wartet' check (zustand in
    ('wartet', 'queued', 'claimed', 'committing', 'sent', 'unknown', 'failed', 'aufgeloest')),
  attempt integer not null default 0,
  token uuid,
  lease_until timestamptz,
  sha256 text,
  size bigint,
  seiten integer,
  fremdkennung text,
  nachweis jsonb not null default '[]',
  fehler_code text,
  fehler_text text,
  fehlversuche integer not null default 0,
  naechster_versuch_at timestamptz,
  committing_at timestamptz,
  sent_at timestamptz,
  updated_at timestamptz not null default now(),
  unique (postlauf_id, nummer)
);
create index postlauf_datei_offen on postlauf_datei (zustand) where zustand in ('queued', 'claimed', 'committing', 'unknown', 'failed');

create table postlauf_umschlag (
  id uuid primary key default gen_random_uuid(),
  postlauf_id uuid not null references postlauf (id),
  datei_id uuid not null references postlauf_datei (id),
  nummer integer not null,
  format text not null,
  versandart text not null,
  -- What is paid, e.g. „Kompaktbrief, Einschreiben Einwurf“.
  produkt text not null,
  plz text not null,
  -- Empty for Germany.
  land text not null,
  blaetter integer not null,
  -- Number of its first sheet in the print file.
  erstes_blatt integer not null,
  gramm integer not null,
  cent integer not null,
  -- What its letters would have cost one by one.
  einzeln_cent integer not null,
  preis_gueltig_ab date not null,
  preis_gesichert boolean not null,
  unique (postlauf_id, nummer)
);
create index postlauf_umschlag_datei on postlauf_umschlag (datei_id);

create table postlauf_brief (
  postausgang_id uuid not null references postausgang (id),
  postlauf_id uuid not null references postlauf (id),
  umschlag_id uuid not null references postlauf_umschlag (id),
  position integer not null,
  rendition_sha256 text not null,
  seiten integer not null,
  kostenstelle text not null,
  organisationseinheit_id uuid not null references organisationseinheit (id),
  -- Its share of the postage, by sheets.
  cent integer not null,
  -- false: its run was given up, and it waits for another one
  aktiv boolean not null default true,
  primary key (umschlag_id, position)
);
create index postlauf_brief_lauf on postlauf_brief (postlauf_id);
create index postlauf_brief_brief on postlauf_brief (postausgang_id);
-- A letter is in one run.
create unique index postlauf_brief_aktiv on postlauf_brief (postausgang_id) where aktiv;

-- Sheets that were printed once more because the first ones were damaged; no second dispatch.
create table postlauf_nachdruck (
  id uuid primary key default gen_random_uuid(),
  umschlag_id uuid not null references postlauf_umschlag (id),
  -- null: all sheets of the envelope
  blatt integer,
  grund text not null,
  person_id uuid not null references person (id),
  at timestamptz not null default now()
);

-- The mailroom sees all runs, a unit the line of its letters; Leitung and Revision see amounts for the cost report.
alter table postlauf_brief enable row level security;
create policy postlauf_brief_sicht on postlauf_brief using (
  (select app_system()) or (select app_rolle('postausgang')) or (select app_rolle('revision'))
  or organisationseinheit_id = any ((select app_leitung())::uuid[])
  or exists (select from postausgang p where p.id = postausgang_id));
alter table postlauf enable row level security;
create policy postlauf_sicht on postlauf using (
  (select app_system()) or (select app_rolle('postausgang')) or (select app_rolle('revision'))
  or exists (select from postlauf_brief b where b.postlauf_id = postlauf.id));
alter table postlauf_umschlag enable row level security;
create policy postlauf_umschlag_sicht on postlauf_umschlag using (
  (select app_system()) or (select app_rolle('postausgang')) or (select app_rolle('revision'))
  or exists (select from postlauf_brief b where b.umschlag_id = postlauf_umschlag.id));
alter table postlauf_datei enable row level security;
create policy postlauf_datei_sicht on postlauf_datei using (
  (select app_system()) or (select app_rolle('postausgang'))
  or exists (select from postlauf_brief b join postlauf_umschlag u on u.id = b.umschlag_id
    where u.datei_id = postlauf_datei.id));
alter table postlauf_nachdruck enable row level security;
create policy postlauf_nachdruck_sicht on postlauf_nachdruck using (
  (select app_system()) or (select app_rolle('postausgang')));

-- Times of a day at which a run was begun by the clock.
create table postlauf_zeit (
  tag date not null,
  zeit text not null,
  primary key (tag, zeit)
);
alter table postlauf_zeit enable row level security;
create policy postlauf_zeit_sicht on postlauf_zeit using ((select app_system()));
