-- The Posteingangsbuch and everything that was read from an incoming item.
create table eingangsnummer_zaehler (
  jahr integer primary key,
  letzte integer not null
);

create table posteingang (
  id uuid primary key default gen_random_uuid(),
  jahr integer not null,
  laufnummer integer not null check (laufnummer > 0),
  eingangsnummer text not null generated always as (jahr::text || '-' || lpad(laufnummer::text, 6, '0')) stored,
  kanal text not null check (kanal in ('upload', 'email', 'scan', 'trennung')),
  -- Who sent the key: keys of different senders never collide.
  idempotency_scope text not null,
  idempotency_key text not null,
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  dateiname text not null,
  -- The instant at which we had the bytes, and the legal day of receipt: two facts, two fields.
  received_at timestamptz not null default now(),
  eingangsdatum date not null,
  received_by uuid references person (id),
  -- Set on the letters that a separator sheet cut out of a stack.
  parent_id uuid references posteingang (id),
  parent_position integer,
  zustand text not null default 'in_bearbeitung' check (zustand in
    ('in_bearbeitung', 'clearing', 'zugeordnet', 'geteilt', 'abgewiesen')),
  virenpruefung text not null default 'ungeprueft' check (virenpruefung in ('ungeprueft', 'ohne_befund', 'befund')),
  seitenzahl integer,
  art text,
  absender text,
  betreff text,
  datum_des_schreibens date,
  geschaeftszeichen text,
  fremdes_geschaeftszeichen text,
  organisationseinheit_id uuid references organisationseinheit (id),
  vorgang_id uuid references vorgang (id),
  dokument_id uuid references dokument (id),
  vertraulichkeit smallint not null default 0,
  zugeordnet_at timestamptz,
  unique (jahr, laufnummer),
  unique (eingangsnummer),
  unique (idempotency_scope, idempotency_key),
  unique (parent_id, parent_position)
);
create index posteingang_sha256 on posteingang (sha256);
create index posteingang_zustand on posteingang (zustand, received_at);
create index posteingang_einheit on posteingang (organisationseinheit_id, zustand);

-- What was refused at the door stays visible with its reason; it got no Eingangsnummer.
create table abweisung (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  kanal text not null,
  person_id uuid references person (id),
  dateiname text not null,
  size bigint,
  code text not null,
  text text not null
);
create index abweisung_at on abweisung (at desc);

-- A letter has one part; a mail has its cover text and its attachments.
create table bestandteil (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  position integer not null,
  rolle text not null check (rolle in ('original', 'anschreiben', 'anlage')),
  dateiname text not null,
  media_type text not null,
  sha256 text not null,
  size bigint not null,
  -- Why a part has no pages, in German, for the clerk.
  hinweis text,
  primary key (posteingang_id, position)
);

create table seite (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  nummer integer not null check (nummer > 0),
  bestandteil integer not null,
  bestandteil_seite integer not null,
  bild_sha256 text,
  bild_media_type text,
  breite integer,
  hoehe integer,
  dpi real,
  ocr_bild_sha256 text,
  ocr_dpi real,
  leer boolean not null default false,
  text_quelle text check (text_quelle in ('textlayer', 'ocr', 'mail', 'none')),
  text text,
  worte jsonb,
  konfidenz real,
  engine text,
  -- QR or DataMatrix contents that were read on the page.
  codes jsonb not null default '[]',
  primary key (posteingang_id, nummer)
);

-- An extracted value with its place on the page, its raw reading and its confidence.
create table feld (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  name text not null,
  position integer not null default 0,
  wert text not null,
  rohwert text not null,
  konfidenz real not null,
  seite integer,
  box jsonb,
  begruendung text not null default '',
  primary key (posteingang_id, name, position)
);

-- Every decision with its reason: what, by whom or which model, how sure, on what evidence.
create table entscheidung (
  id uuid primary key default gen_random_uuid(),
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  run integer not null,
  art text not null check (art in ('dokumentart', 'organisationseinheit', 'vorgang', 'trennung')),
  wert text,
  konfidenz real,
  kandidaten jsonb not null default '[]',
  gruende jsonb not null default '[]',
  modell text,
  person_id uuid references person (id),
  at timestamptz not null default now()
);
create index entscheidung_posteingang on entscheidung (posteingang_id, at);

create table postkorb_eintrag (
  id uuid primary key default gen_random_uuid(),
  organisationseinheit_id uuid not null references organisationseinheit (id),
  posteingang_id uuid not null unique references posteingang (id),
  created_at timestamptz not null default now(),
  gelesen_at timestamptz,
  gelesen_von uuid references person (id),
  erledigt_at timestamptz,
  erledigt_von uuid references person (id)
);
create index postkorb_einheit on postkorb_eintrag (organisationseinheit_id, created_at) where erledigt_at is null;

-- Versions of the trained model; the bytes lie in the blob store.
create table modell (
  version text primary key,
  created_at timestamptz not null default now(),
  sha256 text not null,
  beispiele integer not null,
  aktiv boolean not null default false
);
create unique index modell_aktiv on modell (aktiv) where aktiv;
