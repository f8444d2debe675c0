-- A Stapel of letters that came back as undeliverable.
alter table stapel add column ruecklauf boolean not null default false;

-- Of which letter of ours a sheet lies in an Eingang, by its signed code.
create table eigenes_blatt (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  postausgang_id uuid not null references postausgang (id) on delete cascade,
  created_at timestamptz not null default now()
);
create index eigenes_blatt_postausgang on eigenes_blatt (postausgang_id);
alter table eigenes_blatt enable row level security;
create policy eigenes_blatt_sicht on eigenes_blatt using (
  (select app_system()) or exists (select from postausgang p where p.id = postausgang_id));

-- The letter in whose place this one was written, because it came back; one place is taken once.
alter table postausgang add column vorgaenger_id uuid references postausgang (id) on delete set null;
create unique index postausgang_nachfolger on postausgang (vorgaenger_id)
  where vorgaenger_id is not null and zustand <> 'storniert';
