-- A Stapel: the paper that goes through one scanner in one go, and what has arrived of it.
create table stapel (
  id uuid primary key default gen_random_uuid(),
  nummer integer generated always as identity unique,
  bezeichnung text not null,
  station text not null,
  scanprofil text not null,
  seitenmodus text not null check (seitenmodus in ('einseitig', 'beidseitig', 'getrennt')),
  erwartete_blaetter integer check (erwartete_blaetter > 0),
  angelegt_von uuid references person (id),
  created_at timestamptz not null default now(),
  abgeschlossen_at timestamptz,
  abgeschlossen_von uuid references person (id),
  -- As counted when it was closed; what arrives later does not change the protocol.
  gescannte_blaetter integer,
  abweichung_grund text
);
create index stapel_offen on stapel (station, created_at) where abgeschlossen_at is null;

alter table posteingang add column stapel_id uuid references stapel (id);
create index posteingang_stapel on posteingang (stapel_id) where stapel_id is not null;

-- A letter that was cut out of a stack belongs to the Stapel of that stack, whoever cuts.
create function posteingang_stapel_vom_ganzen() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if new.stapel_id is null then
    select p.stapel_id into new.stapel_id from posteingang p where p.id = new.parent_id;
  end if;
  return new;
end $$;
create trigger posteingang_stapel before insert on posteingang
  for each row when (new.parent_id is not null) execute function posteingang_stapel_vom_ganzen();

-- The fronts or the backs of sheets that were scanned one side after the other; both make one item.
create table stapel_haelfte (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  seiten text not null check (seiten in ('vorderseiten', 'rueckseiten')),
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  dateiname text not null,
  received_at timestamptz not null default now(),
  received_by uuid references person (id),
  seitenzahl integer,
  primary key (posteingang_id, seiten)
);

-- From one page of a part to the next the number within the item grows by so much: backs run backwards by two.
alter table bestandteil add column schritt smallint not null default 1;

alter table stapel enable row level security;
create policy stapel_sicht on stapel using (app_system() or app_rolle('poststelle') or app_rolle('revision'));
alter table stapel_haelfte enable row level security;
create policy stapel_haelfte_sicht on stapel_haelfte using (app_system());
