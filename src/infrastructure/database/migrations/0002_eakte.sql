-- Aktenplan > Akte > Vorgang > Dokument, with the names of xdomea 3.1.
create table aktenplaneinheit (
  id uuid primary key default gen_random_uuid(),
  kennzeichen text not null unique,
  titel text not null,
  parent_id uuid references aktenplaneinheit (id),
  aufbewahrungsdauer_jahre integer not null default 10 check (aufbewahrungsdauer_jahre between 0 and 200),
  aussonderungsart text not null default 'B' check (aussonderungsart in ('A', 'B', 'V'))
);

create table akte (
  id uuid primary key default gen_random_uuid(),
  aktenplaneinheit_id uuid not null references aktenplaneinheit (id),
  laufnummer integer not null check (laufnummer > 0),
  kennzeichen text not null unique,
  betreff text not null,
  organisationseinheit_id uuid not null references organisationseinheit (id),
  laufzeit_beginn date not null,
  laufzeit_ende date,
  unique (aktenplaneinheit_id, laufnummer)
);

create table vorgang (
  id uuid primary key default gen_random_uuid(),
  akte_id uuid not null references akte (id),
  laufnummer integer not null check (laufnummer > 0),
  jahr integer not null,
  geschaeftszeichen text not null unique,
  -- The same without blanks and punctuation and with look-alikes folded, for look-ups that survive OCR.
  geschaeftszeichen_schluessel text not null,
  betreff text not null,
  -- Federführung: the unit that is in charge.
  organisationseinheit_id uuid not null references organisationseinheit (id),
  bearbeiter_id uuid references person (id),
  zustand text not null default 'offen' check (zustand in ('offen', 'zda')),
  -- 0: the unit; 1: only the Bearbeiter and the Leitung.
  vertraulichkeit smallint not null default 0 check (vertraulichkeit in (0, 1)),
  letzte_dokumentnummer integer not null default 0,
  created_at timestamptz not null default now(),
  unique (akte_id, laufnummer, jahr)
);
create index vorgang_schluessel on vorgang (geschaeftszeichen_schluessel);
create index vorgang_schluessel_trgm on vorgang using gin (geschaeftszeichen_schluessel gin_trgm_ops);
create index vorgang_einheit on vorgang (organisationseinheit_id, zustand);
create index vorgang_betreff_trgm on vorgang using gin (betreff gin_trgm_ops);

create table beteiligter (
  id uuid primary key default gen_random_uuid(),
  vorgang_id uuid not null references vorgang (id) on delete cascade,
  rolle text not null,
  name text not null,
  strasse text,
  plz text,
  ort text,
  email text,
  fremdes_geschaeftszeichen text
);
create index beteiligter_vorgang on beteiligter (vorgang_id);
create index beteiligter_name_trgm on beteiligter using gin (name gin_trgm_ops);
create index beteiligter_zeichen on beteiligter (fremdes_geschaeftszeichen) where fremdes_geschaeftszeichen is not null;

create table dokument (
  id uuid primary key default gen_random_uuid(),
  vorgang_id uuid not null references vorgang (id),
  laufnummer integer not null check (laufnummer > 0),
  richtung text not null check (richtung in ('eingang', 'ausgang')),
  -- The Posteingang or Postausgang that it came from: a second filing of the same item is impossible.
  herkunft_id uuid unique,
  dokumenttyp text not null default 'Schreiben',
  betreff text not null,
  absender text,
  empfaenger text,
  posteingangsdatum date,
  postausgangsdatum date,
  datum_des_schreibens date,
  fremdes_geschaeftszeichen text,
  volltext text not null default '',
  suchtext tsvector generated always as (
    setweight(to_tsvector('german', betreff || ' ' || coalesce(absender, '') || ' ' || coalesce(empfaenger, '')), 'A')
    || setweight(to_tsvector('german', left(volltext, 500000)), 'B')) stored,
  -- Copies of the Vorgang's rights, kept by triggers, so that a search needs no join to decide.
  organisationseinheit_id uuid not null references organisationseinheit (id),
  vertraulichkeit smallint not null,
  bearbeiter_id uuid,
  created_at timestamptz not null default now(),
  unique (vorgang_id, laufnummer)
);
create index dokument_suchtext on dokument using gin (suchtext);
create index dokument_volltext_trgm on dokument using gin (volltext gin_trgm_ops);
create index dokument_betreff_trgm on dokument using gin (betreff gin_trgm_ops);
create index dokument_einheit on dokument (organisationseinheit_id);

create table dokument_datei (
  id uuid primary key default gen_random_uuid(),
  dokument_id uuid not null references dokument (id),
  position integer not null,
  rolle text not null check (rolle in ('original', 'archivkopie', 'anlage')),
  dateiname text not null,
  media_type text not null,
  sha256 text not null,
  size bigint not null,
  unique (dokument_id, position)
);

-- Ab-Vermerk and other marks in the Vorgang.
create table vermerk (
  id uuid primary key default gen_random_uuid(),
  vorgang_id uuid not null references vorgang (id),
  dokument_id uuid references dokument (id),
  art text not null,
  text text not null,
  person_id uuid references person (id),
  created_at timestamptz not null default now()
);
create index vermerk_vorgang on vermerk (vorgang_id, created_at);

create function dokument_rechte_vom_vorgang() returns trigger language plpgsql security definer set search_path = public as $$
begin
  select v.organisationseinheit_id, v.vertraulichkeit, v.bearbeiter_id
    into new.organisationseinheit_id, new.vertraulichkeit, new.bearbeiter_id
    from vorgang v where v.id = new.vorgang_id;
  return new;
end $$;
create trigger dokument_rechte before insert or update of vorgang_id on dokument
  for each row execute function dokument_rechte_vom_vorgang();

create function vorgang_rechte_an_dokumente() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update dokument set organisationseinheit_id = new.organisationseinheit_id,
    vertraulichkeit = new.vertraulichkeit, bearbeiter_id = new.bearbeiter_id
    where vorgang_id = new.id;
  return null;
end $$;
create trigger vorgang_rechte after update of organisationseinheit_id, vertraulichkeit, bearbeiter_id on vorgang
  for each row execute function vorgang_rechte_an_dokumente();
