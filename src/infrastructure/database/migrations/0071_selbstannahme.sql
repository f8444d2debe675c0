-- What the machine answered about each item, whether it may have been taken alone, and what a person said to it later.
create table selbstannahme_antwort (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  -- How it went on: by its sign, by its address, by the confidence of the model, or to a person.
  weg text not null check (weg in ('geschaeftszeichen', 'adresse', 'modell', 'person')),
  -- The class: Kuerzel of the unit that the model named first.
  einheit text,
  konfidenz real,
  modell text not null,
  -- The sender under a key that only this installation can make; says whether we know them, not who they are.
  absender_schluessel text,
  -- Whether the rule applies to such an item; only these count for a threshold.
  geeignet boolean not null,
  -- In German: why it does not apply, or what was missing.
  grund text not null,
  at timestamptz not null default now(),
  bestaetigt_at timestamptz,
  bestaetigt_durch text check (bestaetigt_durch in ('clearing', 'weitergabe', 'irrlaeufer', 'stichprobe', 'ablage')),
  richtig boolean
);
create index selbstannahme_absender on selbstannahme_antwort (absender_schluessel)
  where bestaetigt_at is not null and absender_schluessel is not null;
create index selbstannahme_bestaetigt on selbstannahme_antwort (einheit, bestaetigt_at desc)
  where geeignet and bestaetigt_at is not null;
create index selbstannahme_at on selbstannahme_antwort (at);

-- A class (unit) and from which confidence on its letters are delivered without a person.
create table selbstannahme_klasse (
  einheit text primary key,
  zustand text not null default 'sammelt' check (zustand in ('sammelt', 'offen', 'gedrosselt')),
  schwelle real,
  naechster_blick integer not null default 0,
  von_hand_seit timestamptz,
  -- As of the last review: confirmed answers at and above the threshold, errors among them, upper bound of the error.
  bestaetigt integer not null default 0,
  fehler integer not null default 0,
  grenze real not null default 1,
  -- An answer was confirmed since the last review.
  pruefen boolean not null default true,
  seit timestamptz not null default now(),
  grund text not null default '',
  person_id uuid references person (id)
);

-- A random part of what went through alone, shown to a person without the answer of the machine. Such an item waits with
-- the Poststelle until it is answered, so that the rule "the Poststelle reads until the unit has it" holds.
create table stichprobe (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  weg text not null check (weg in ('geschaeftszeichen', 'adresse', 'modell')),
  organisationseinheit_id uuid not null references organisationseinheit (id),
  vorgang_id uuid references vorgang (id),
  gezogen_at timestamptz not null default now(),
  -- 'verfallen': nobody answered in time, it went on.
  zustand text not null default 'offen' check (zustand in ('offen', 'beantwortet', 'verfallen')),
  antwort_einheit_id uuid references organisationseinheit (id),
  antwort_vorgang_id uuid references vorgang (id),
  antwort_art text,
  richtig boolean,
  person_id uuid references person (id),
  beantwortet_at timestamptz
);
create index stichprobe_offen on stichprobe (gezogen_at) where zustand = 'offen';

alter table selbstannahme_antwort enable row level security;
create policy selbstannahme_antwort_sicht on selbstannahme_antwort using ((select app_system()));
alter table selbstannahme_klasse enable row level security;
create policy selbstannahme_klasse_sicht on selbstannahme_klasse using ((select app_system()));
alter table stichprobe enable row level security;
create policy stichprobe_sicht on stichprobe using (
  (select app_system()) or ((select app_rolle('poststelle')) and exists (
    select from posteingang eingang where eingang.id = posteingang_id and eingang.zustand in ('in_bearbeitung', 'clearing'))));
