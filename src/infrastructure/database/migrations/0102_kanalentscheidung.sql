-- Why a letter goes the way it goes: each decision as it was made, with every way that was considered.
create table kanalentscheidung (
  id bigint generated always as identity primary key,
  postausgang_id uuid not null references postausgang (id) on delete cascade,
  at timestamptz not null default now(),
  anlass text not null check (anlass in ('wahl', 'rueckfall')),
  kanal text,
  grund text not null,
  erwogen jsonb not null
);
create index kanalentscheidung_postausgang on kanalentscheidung (postausgang_id, id);
alter table kanalentscheidung enable row level security;
create policy kanalentscheidung_sicht on kanalentscheidung using (
  (select app_system()) or exists (select from postausgang p where p.id = postausgang_id));
