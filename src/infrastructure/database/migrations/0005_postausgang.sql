-- Outgoing letters. The states from `queued` on are the fence against sending twice.
create table postausgang (
  id uuid primary key default gen_random_uuid(),
  vorgang_id uuid not null references vorgang (id),
  vorlage text not null,
  zustand text not null default 'entwurf' check (zustand in
    ('entwurf', 'zur_freigabe', 'queued', 'claimed', 'committing', 'sent', 'unknown', 'failed', 'storniert')),
  -- Name, Zusatz, Straße, PLZ, Ort, E-Mail of the recipient.
  empfaenger jsonb not null,
  betreff text not null,
  -- Typed blocks, never markup.
  inhalt jsonb not null,
  version integer not null default 1,
  kanal_wunsch text check (kanal_wunsch in ('email', 'druck')),
  kanal text check (kanal in ('email', 'druck')),
  kanal_grund text,
  author_id uuid not null references person (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  freigegeben_von uuid references person (id),
  freigegeben_at timestamptz,
  rendition_sha256 text,
  rendition_size bigint,
  seitenzahl integer,
  pruefung jsonb not null default '[]',
  dispatch_attempt integer not null default 0,
  dispatch_token uuid,
  dispatch_lease_until timestamptz,
  message_id text unique,
  nachweis jsonb not null default '[]',
  sent_at timestamptz,
  fehler_code text,
  fehler_text text,
  dokument_id uuid references dokument (id),
  -- Copies of the Vorgang's rights, see dokument.
  organisationseinheit_id uuid not null references organisationseinheit (id),
  vertraulichkeit smallint not null,
  bearbeiter_id uuid
);
create index postausgang_vorgang on postausgang (vorgang_id, created_at);
create index postausgang_zustand on postausgang (zustand, updated_at);

create trigger postausgang_rechte before insert or update of vorgang_id on postausgang
  for each row execute function dokument_rechte_vom_vorgang();

create function vorgang_rechte_an_postausgaenge() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update postausgang set organisationseinheit_id = new.organisationseinheit_id,
    vertraulichkeit = new.vertraulichkeit, bearbeiter_id = new.bearbeiter_id
    where vorgang_id = new.id;
  return null;
end $$;
create trigger vorgang_rechte_postausgang after update of organisationseinheit_id, vertraulichkeit, bearbeiter_id on vorgang
  for each row execute function vorgang_rechte_an_postausgaenge();

-- What left, for a receiver that asks twice: one row a letter and attempt, never changed.
create table versandversuch (
  postausgang_id uuid not null references postausgang (id),
  attempt integer not null,
  kanal text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  ergebnis text,
  primary key (postausgang_id, attempt)
);
