-- Those who write to us, each once, whatever the spelling: drawn from the Beteiligte of the Vorgänge and from the
-- senders of items that have reached their unit. Keys are computed by the program (src/understanding/korrespondent).
create table korrespondent (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  strasse text,
  plz text,
  ort text,
  email text,
  -- The words of the name in basic Latin letters, sorted; the same by their sound (Kölner Phonetik).
  name_schluessel text not null,
  laut_schluessel text not null,
  created_at timestamptz not null default now()
);
create index korrespondent_name on korrespondent (name_schluessel);
create index korrespondent_laut on korrespondent (laut_schluessel);
create index korrespondent_email on korrespondent (lower(email)) where email is not null;
create index korrespondent_folge on korrespondent using gin (such_falte(name) gin_trgm_ops);

alter table beteiligter add column korrespondent_id uuid references korrespondent (id) on delete set null;
create index beteiligter_korrespondent on beteiligter (korrespondent_id) where korrespondent_id is not null;
create index beteiligter_ohne_korrespondent on beteiligter (id) where korrespondent_id is null;

create table korrespondent_eingang (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  korrespondent_id uuid not null references korrespondent (id) on delete cascade
);
create index korrespondent_eingang_korrespondent on korrespondent_eingang (korrespondent_id);

-- Background work only: what a person may see of it is decided by the Vorgänge and items that it comes from.
alter table korrespondent enable row level security;
create policy korrespondent_sicht on korrespondent using ((select app_system()));
alter table korrespondent_eingang enable row level security;
create policy korrespondent_eingang_sicht on korrespondent_eingang using ((select app_system()));
