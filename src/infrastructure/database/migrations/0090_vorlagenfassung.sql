-- Templates, letterheads and Textbausteine as an administrator maintains them. Each row is one version (Fassung); its
-- contents never change. What is delivered with the program is stored as versions, too.
create table vorlagenfassung (
  id uuid primary key default gen_random_uuid(),
  art text not null check (art in ('vorlage', 'briefkopf', 'baustein')),
  schluessel text not null check (schluessel ~ '^[a-z0-9][a-z0-9-]{0,78}$'),
  nummer integer not null check (nummer > 0),
  daten jsonb not null,
  zustand text not null check (zustand in ('entwurf', 'geprueft', 'freigegeben', 'verworfen')),
  herkunft text not null check (herkunft in ('ausgeliefert', 'seite', 'einlesen', 'ruecknahme')),
  basis_id uuid references vorlagenfassung (id),
  grund text not null,
  -- Null: Poststelle itself, for what is delivered.
  author_id uuid references person (id),
  created_at timestamptz not null default now(),
  befunde jsonb not null default '[]',
  geprueft_at timestamptz,
  freigegeben_von uuid references person (id),
  freigegeben_at timestamptz,
  gilt_ab date,
  -- The last day; null without end.
  gilt_bis date,
  unique (art, schluessel, nummer),
  check ((zustand = 'freigegeben') = (freigegeben_at is not null)),
  check (zustand <> 'freigegeben' or gilt_ab is not null),
  check (gilt_bis is null or gilt_bis >= gilt_ab)
);
create index vorlagenfassung_gilt on vorlagenfassung (art, schluessel, gilt_ab) where zustand = 'freigegeben';

-- A letter is set with its version for ever: what stands in one cannot change, and what was released stays released.
create function vorlagenfassung_bleibt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a version of a template is never deleted'; end if;
  if (new.id, new.art, new.schluessel, new.nummer, new.daten, new.herkunft, new.grund, new.created_at)
      is distinct from (old.id, old.art, old.schluessel, old.nummer, old.daten, old.herkunft, old.grund, old.created_at)
    or new.author_id is distinct from old.author_id or new.basis_id is distinct from old.basis_id
    or (old.zustand in ('freigegeben', 'verworfen') and new.zustand <> old.zustand)
    or (old.zustand = 'freigegeben' and (new.gilt_ab is distinct from old.gilt_ab
      or new.freigegeben_von is distinct from old.freigegeben_von
      or new.freigegeben_at is distinct from old.freigegeben_at)) then
    raise exception 'a version of a template does not change';
  end if;
  return new;
end $$;
create trigger vorlagenfassung_bleibt before update or delete on vorlagenfassung
  for each row execute function vorlagenfassung_bleibt();

-- Coats of arms by their contents; checked before they come in.
create table wappen (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null check (media_type in ('image/svg+xml', 'image/png')),
  bytes bytea not null check (octet_length(bytes) <= 500000),
  created_at timestamptz not null default now()
);

-- The versions that a letter was written with; null: written before there were any.
alter table postausgang add column vorlage_fassung_id uuid references vorlagenfassung (id);
alter table postausgang add column briefkopf_fassung_id uuid references vorlagenfassung (id);

-- No personal data but who wrote a version; the routes decide who reads what.
alter table vorlagenfassung enable row level security;
create policy vorlagenfassung_sicht on vorlagenfassung using ((select app_system()));
alter table wappen enable row level security;
create policy wappen_sicht on wappen using ((select app_system()));
-- Which version a letter was written with is for everybody who may read the letter.
create function vorlagenfassung_daten(fassung uuid) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as
$$ select daten from vorlagenfassung where id = fassung $$;
