-- The Geschäftsverteilung as rules: which unit gets which letters, by subject, kind, letters of the name and streets, from when to when.
create table zustaendigkeitsregel (
  id uuid primary key default gen_random_uuid(),
  organisationseinheit_id uuid not null references organisationseinheit (id),
  bezeichnung text not null,
  -- One of them has to stand in the letter; none: any letter.
  stichworte text[] not null default '{}',
  dokumentart text,
  -- Of the family name or the first word of an organisation, both inclusive: A to Kn holds Knut, not Kolbe.
  buchstabe_von text,
  buchstabe_bis text,
  strasse text,
  hausnummer_von integer,
  hausnummer_bis integer,
  hausnummern text not null default 'alle' check (hausnummern in ('alle', 'gerade', 'ungerade')),
  gilt_ab date not null,
  -- The last day; null without end.
  gilt_bis date,
  created_at timestamptz not null default now(),
  check (gilt_bis is null or gilt_bis >= gilt_ab),
  check (cardinality(stichworte) > 0 or dokumentart is not null or buchstabe_von is not null or strasse is not null)
);
alter table zustaendigkeitsregel enable row level security;
create policy zustaendigkeitsregel_sicht on zustaendigkeitsregel using ((select app_system()));
