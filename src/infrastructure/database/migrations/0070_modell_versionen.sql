-- Versions of the trained model. The bytes lie in the blob store; what was learned since is the list of corrections
-- behind `nach_korrektur`, so that any state can be made again from a version and the corrections after it.
create table modell_version (
  id bigint generated always as identity primary key,
  -- As the model names itself; the same again after a return to it.
  version text not null,
  sha256 text not null,
  beispiele integer not null,
  -- 'training': from zero; 'stand': what had been learned by then; 'ruecknahme': an earlier version put in force again.
  herkunft text not null check (herkunft in ('training', 'stand', 'ruecknahme')),
  -- Corrections up to this one are in it, or were left behind on purpose; those after it are learned on top.
  nach_korrektur bigint not null default 0,
  basis_id bigint references modell_version (id),
  grund text,
  person_id uuid references person (id),
  created_at timestamptz not null default now(),
  aktiv boolean not null default false
);
create unique index modell_version_aktiv on modell_version (aktiv) where aktiv;
insert into modell_version (version, sha256, beispiele, herkunft, created_at, aktiv)
  select version, sha256, beispiele, 'training', created_at, aktiv from modell order by created_at;
drop table modell;

-- What a person answered: labels only, never text. The text is read again from the item when the model learns it; an
-- item that has been deleted or has become confidential is passed over.
create table modell_korrektur (
  -- In the order of the commits: each insert waits for the one before (advisory lock).
  folge bigint generated always as identity primary key,
  posteingang_id uuid references posteingang (id) on delete set null,
  quelle text not null check (quelle in ('clearing', 'weitergabe', 'irrlaeufer', 'stichprobe')),
  -- Kuerzel of the unit and kind of letter as the person named them; null where nothing was said about it.
  einheit text,
  dokumentart text,
  -- What the machine had answered, how sure, and the model that answered.
  vorher_einheit text,
  vorher_art text,
  konfidenz_einheit real,
  modell text,
  person_id uuid references person (id),
  -- Whether the model may learn it; decided with the answer, so that all processes do the same.
  lernt boolean not null,
  at timestamptz not null default now()
);
create index modell_korrektur_posteingang on modell_korrektur (posteingang_id);

alter table modell_version enable row level security;
create policy modell_version_sicht on modell_version using ((select app_system()));
alter table modell_korrektur enable row level security;
create policy modell_korrektur_sicht on modell_korrektur using ((select app_system()));
