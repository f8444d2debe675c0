-- A request to scan pages of an item once more, for the person at the scanner.
create table nachscan (
  id uuid primary key default gen_random_uuid(),
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  seiten integer[] not null check (cardinality(seiten) between 1 and 500),
  grund text not null,
  angefordert_von uuid references person (id),
  angefordert_at timestamptz not null default now(),
  erledigt_von uuid references person (id),
  erledigt_at timestamptz,
  -- The item as which the new scan arrived.
  ersatz_id uuid references posteingang (id) on delete set null
);
create index nachscan_offen on nachscan (angefordert_at) where erledigt_at is null;
create index nachscan_eingang on nachscan (posteingang_id);
alter table nachscan enable row level security;
create policy nachscan_sicht on nachscan using (app_system());

-- Opened by the hot folder for one file, and closed when that is in; people open the others.
alter table stapel add column von_selbst boolean not null default false;
