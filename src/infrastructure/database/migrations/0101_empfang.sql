-- How somebody who takes part in a Vorgang wants to be written to. One row for each; none means: by post, as always.
create table empfangsangabe (
  beteiligter_id uuid primary key references beteiligter (id) on delete cascade,
  version integer not null default 1,
  bevorzugter_weg text check (bevorzugter_weg in ('post', 'email', 'portal')),
  -- Postfach of a user account (BundID: mailboxUuid), as it came with an application (§ 2 (7) OZG).
  postfach_id text check (length(postfach_id) between 1 and 100),
  -- S/MIME certificate as PEM; its facts are read from it once, when it is put here.
  zertifikat_pem text,
  zertifikat jsonb,
  -- Wish for an accessible form (§ 10 BGG, VBD and the laws of the Länder).
  form text not null default 'normal' check (form in ('normal', 'grossdruck', 'braille', 'audio', 'elektronisch')),
  sprache text not null default 'de' check (sprache ~ '^[a-z]{2,3}$'),
  updated_at timestamptz not null default now(),
  check ((zertifikat_pem is null) = (zertifikat is null))
);

-- Consent to electronic communication (§ 3a (1) VwVfG), or the refusal of the portal (§ 9 (1) OZG). Never changed but
-- by its withdrawal, never deleted while the Beteiligte stay.
create table einwilligung (
  id uuid primary key default gen_random_uuid(),
  beteiligter_id uuid not null references beteiligter (id) on delete cascade,
  umfang text not null check (umfang in ('email', 'portal', 'portal_ausschluss')),
  erteilt_am date not null,
  wortlaut text not null check (length(wortlaut) between 3 and 2000),
  erteilt_durch text not null check (length(erteilt_durch) between 2 and 200),
  -- The address that the consent names; another one is not covered by it.
  adresse text,
  aufgenommen_von uuid references person (id),
  created_at timestamptz not null default now(),
  widerrufen_am date,
  widerruf_grund text,
  widerrufen_von uuid references person (id),
  check (widerrufen_am is null or widerrufen_am >= erteilt_am)
);
create index einwilligung_beteiligter on einwilligung (beteiligter_id);
-- One consent of a kind holds at a time.
create unique index einwilligung_gueltig on einwilligung (beteiligter_id, umfang) where widerrufen_am is null;

-- What changed when and by whom, in German sentences for the page.
create table empfang_verlauf (
  id bigint generated always as identity primary key,
  beteiligter_id uuid not null references beteiligter (id) on delete cascade,
  at timestamptz not null default now(),
  person_id uuid references person (id),
  text text not null
);
create index empfang_verlauf_beteiligter on empfang_verlauf (beteiligter_id, id);

alter table empfangsangabe enable row level security;
create policy empfangsangabe_sicht on empfangsangabe using (
  (select app_system()) or exists (select from beteiligter b where b.id = beteiligter_id));
alter table einwilligung enable row level security;
create policy einwilligung_sicht on einwilligung using (
  (select app_system()) or exists (select from beteiligter b where b.id = beteiligter_id));
alter table empfang_verlauf enable row level security;
create policy empfang_verlauf_sicht on empfang_verlauf using (
  (select app_system()) or exists (select from beteiligter b where b.id = beteiligter_id));

-- For whom a letter was written; who receives it stands in the letter itself.
alter table postausgang add column beteiligter_id uuid references beteiligter (id) on delete set null;
create index postausgang_beteiligter on postausgang (beteiligter_id) where beteiligter_id is not null;
