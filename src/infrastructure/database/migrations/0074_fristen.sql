-- A Frist belongs to an item or to a Vorgang and has its rights. What the machine proposes waits for a person.
create table frist (
  id uuid primary key default gen_random_uuid(),
  posteingang_id uuid references posteingang (id) on delete cascade,
  vorgang_id uuid references vorgang (id) on delete cascade,
  -- What of a letter it was recognised from: the same letter read again proposes nothing twice.
  schluessel text,
  art text not null check (art in ('gesetzt', 'gesetzlich', 'rechtsbehelf', 'manuell')),
  bezeichnung text not null,
  grundlage text not null default '',
  -- What it is computed from; null where the letter does not say enough.
  frage jsonb,
  ab_eingang boolean not null default false,
  start date,
  ende date,
  rechenweg jsonb not null default '[]',
  ergebnis text check (ergebnis in ('fristgerecht', 'verspaetet', 'zu_pruefen')),
  konfidenz real not null default 1,
  fundstelle jsonb,
  zustand text not null default 'vorgeschlagen' check (zustand in ('vorgeschlagen', 'bestaetigt', 'verworfen', 'erledigt')),
  zustaendig_id uuid references person (id),
  created_at timestamptz not null default now(),
  created_by uuid references person (id),
  entschieden_at timestamptz,
  entschieden_von uuid references person (id),
  vorgewarnt_at timestamptz,
  eskaliert_at timestamptz,
  check (num_nonnulls(posteingang_id, vorgang_id) = 1),
  -- Only the examination of a remedy may stand without a last day.
  check (ende is not null or art = 'rechtsbehelf')
);
create unique index frist_schluessel on frist (posteingang_id, schluessel) where schluessel is not null;
create index frist_vorgang on frist (vorgang_id) where vorgang_id is not null;
create index frist_offen on frist (ende) where zustand in ('vorgeschlagen', 'bestaetigt');

-- What became of a Frist: never changed, never deleted by the program.
create table frist_verlauf (
  id uuid primary key default gen_random_uuid(),
  frist_id uuid not null references frist (id) on delete cascade,
  at timestamptz not null default now(),
  person_id uuid references person (id),
  art text not null,
  -- German, for the screen.
  text text not null
);
create index frist_verlauf_frist on frist_verlauf (frist_id, at);

-- The legal day of receipt where it is another than the day of acceptance: read from our stamp or corrected by a person.
create table eingangstag (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  tag date not null,
  quelle text not null check (quelle in ('stempel', 'person')),
  begruendung text not null default '',
  person_id uuid references person (id),
  at timestamptz not null default now()
);

-- The calendar of a unit for programs that cannot sign in: a link with a secret, revocable, with the sight of who made it.
create table fristkalender (
  id uuid primary key default gen_random_uuid(),
  organisationseinheit_id uuid not null references organisationseinheit (id),
  person_id uuid not null references person (id),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index fristkalender_person on fristkalender (person_id) where revoked_at is null;

do $$
declare
  sicht constant text := $q$ organisationseinheit_id = any ((select app_einheiten())::uuid[])
    and (vertraulichkeit = 0 or bearbeiter_id = (select app_person())
      or organisationseinheit_id = any ((select app_leitung())::uuid[])) $q$;
begin
  execute 'alter table frist enable row level security';
  execute format($q$ create policy frist_sicht on frist using ((select app_system())
    or exists (select from posteingang where posteingang.id = posteingang_id and zustand = 'zugeordnet' and %1$s)
    or exists (select from vorgang where vorgang.id = vorgang_id and %1$s)) $q$, sicht);
  execute 'alter table eingangstag enable row level security';
  execute format($q$ create policy eingangstag_sicht on eingangstag using ((select app_system())
    or exists (select from posteingang where posteingang.id = posteingang_id and zustand = 'zugeordnet' and %s)) $q$, sicht);
end $$;
alter table frist_verlauf enable row level security;
create policy frist_verlauf_sicht on frist_verlauf using (
  (select app_system()) or exists (select from frist f where f.id = frist_id));
alter table fristkalender enable row level security;
create policy fristkalender_sicht on fristkalender using (
  (select app_system()) or person_id = (select app_person()));
