-- Who works here: the tree of Organisationseinheiten, people, their roles, sign-in.
create extension if not exists pg_trgm;

create table organisationseinheit (
  id uuid primary key default gen_random_uuid(),
  kuerzel text not null unique,
  name text not null,
  parent_id uuid references organisationseinheit (id),
  zustaendigkeit text not null default '',
  email text,
  telefon text,
  ist_poststelle boolean not null default false,
  created_at timestamptz not null default now()
);

create table person (
  id uuid primary key default gen_random_uuid(),
  login text not null unique check (login = lower(login)),
  name text not null,
  email text,
  password_hash text,
  must_change_password boolean not null default true,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table person_rolle (
  person_id uuid not null references person (id) on delete cascade,
  rolle text not null check (rolle in
    ('poststelle', 'sachbearbeitung', 'leitung', 'postausgang', 'revision', 'administration')),
  organisationseinheit_id uuid not null references organisationseinheit (id),
  primary key (person_id, rolle, organisationseinheit_id)
);

-- Only hashes of secrets are kept; a copy of the database signs nobody in.
create table session (
  token_hash bytea primary key,
  person_id uuid not null references person (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_person on session (person_id);

create table api_token (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id) on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table login_attempt (
  id bigint generated always as identity primary key,
  login_hash bytea not null,
  address_hash bytea not null,
  at timestamptz not null default now(),
  successful boolean not null
);
create index login_attempt_recent on login_attempt (login_hash, at);
create index login_attempt_address on login_attempt (address_hash, at);

create table setup_link (
  token_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
