-- More ways out, and what the other side tells about a letter after it has taken it.
alter table postausgang drop constraint postausgang_kanal_check, drop constraint postausgang_kanal_wunsch_check;
alter table postausgang
  add constraint postausgang_kanal_check
    check (kanal in ('email', 'druck', 'ipp', 'sftp', 'portal', 'briefdienst')),
  add constraint postausgang_kanal_wunsch_check
    check (kanal_wunsch in ('email', 'druck', 'ipp', 'sftp', 'portal', 'briefdienst')),
  -- By which the other side knows the letter: number of a job or submission, name of a file.
  add column fremdkennung text,
  -- When the other side is asked next; null: nothing more is expected of it.
  add column naechste_statusfrage_at timestamptz,
  add column statusfragen integer not null default 0;
alter table versandversuch add column fremdkennung text;

create index postausgang_statusfrage on postausgang (naechste_statusfrage_at)
  where naechste_statusfrage_at is not null;

-- One row for each thing that the other side told, never changed.
create table versandereignis (
  id bigint generated always as identity primary key,
  postausgang_id uuid not null references postausgang (id) on delete cascade,
  attempt integer not null,
  art text not null check (art in ('uebergeben', 'angenommen', 'gedruckt', 'eingeliefert', 'zugestellt', 'abgeholt',
    'unzustellbar', 'abgelehnt', 'storniert', 'hinweis')),
  -- What makes it this event and no other at the other side; told again it is not stored again.
  schluessel text not null default '',
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  -- A German sentence for the clerk.
  text text not null,
  -- The answer as it came, without personal data.
  roh text not null default '',
  unique (postausgang_id, attempt, art, schluessel)
);
alter table versandereignis enable row level security;
create policy versandereignis_sicht on versandereignis using (
  (select app_system()) or exists (select from postausgang p where p.id = postausgang_id));
