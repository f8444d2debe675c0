-- The Clearing station: who works on which item, what can be taken back, and what was given to somebody else.

-- 'abgegeben': not for us; it went back to its sender or on to another authority.
alter table posteingang drop constraint posteingang_zustand_check;
alter table posteingang add constraint posteingang_zustand_check check (zustand in
  ('in_bearbeitung', 'clearing', 'zugeordnet', 'geteilt', 'abgewiesen', 'verschlossen', 'abgegeben'));

-- Who has an item on the screen, until when, and who put it behind the others.
create table clearing_platz (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  person_id uuid references person (id),
  seit timestamptz,
  gilt_bis timestamptz,
  zurueckgestellt_at timestamptz,
  zurueckgestellt_von uuid references person (id)
);
alter table clearing_platz enable row level security;
create policy clearing_platz_sicht on clearing_platz using ((select app_system()) or (select app_rolle('poststelle')));

-- A decision of a person in Clearing with what it replaced, so that it can be taken back.
create table clearing_entscheidung (
  id uuid primary key default gen_random_uuid(),
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  -- Decisions that were made by one key press are taken back by one.
  gruppe uuid not null,
  art text not null check (art in ('zuordnung', 'abgabe')),
  person_id uuid not null references person (id),
  at timestamptz not null default now(),
  vorher jsonb not null,
  zurueckgenommen_at timestamptz
);
create index clearing_entscheidung_gruppe on clearing_entscheidung (gruppe);
create index clearing_entscheidung_eingang on clearing_entscheidung (posteingang_id, at);
alter table clearing_entscheidung enable row level security;
-- What it replaced holds sender and subject; it is read only to put them back.
create policy clearing_entscheidung_sicht on clearing_entscheidung using ((select app_system()));

-- Proof of what became of an item that was not for us.
create table abgabe (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  grund text not null check (grund in
    ('andere_behoerde', 'falsch_zugestellt', 'empfaenger_unbekannt', 'werbung', 'sonstiges')),
  wohin text not null check (wohin in ('absender', 'behoerde', 'empfaenger', 'vernichtet')),
  empfaenger text not null default '',
  weg text not null check (weg in ('post', 'behoerdenpost', 'bote', 'email', 'keiner')),
  bemerkung text not null default '',
  person_id uuid not null references person (id),
  at timestamptz not null default now()
);
alter table abgabe enable row level security;
create policy abgabe_sicht on abgabe using (
  (select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')));
