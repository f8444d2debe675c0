-- Where a page of a letter lies in the stack that was scanned; null: the item itself was scanned so.
alter table seite add column stapel_seite integer;
-- Why a page of a stack belongs to no letter: a cover or separator sheet. It stays visible in the stack.
alter table seite add column trennblatt text;
-- Taken out by a person; it stays visible and counted, and is neither read nor filed.
alter table seite add column ausgeschlossen boolean not null default false;

-- What the signed cover sheet in front of a letter said.
alter table posteingang add column deckblatt_vorgang_id uuid references vorgang (id) on delete set null;
alter table posteingang add column erwartete_blaetter integer;

-- What people put right about the pages of a stack: before and after, for undoing and for training.
create table seitenkorrektur (
  id uuid primary key default gen_random_uuid(),
  laufnummer bigint generated always as identity,
  stapel_eingang_id uuid not null references posteingang (id) on delete cascade,
  at timestamptz not null default now(),
  person_id uuid references person (id),
  vorher jsonb not null,
  nachher jsonb not null,
  zurueckgenommen_at timestamptz
);
create index seitenkorrektur_stapel on seitenkorrektur (stapel_eingang_id, laufnummer);
alter table seitenkorrektur enable row level security;
create policy seitenkorrektur_sicht on seitenkorrektur using (app_system() or app_rolle('poststelle'));
