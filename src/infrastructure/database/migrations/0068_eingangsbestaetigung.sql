-- The acknowledgement of a mail that has come in: the order to send it, written by the way in, and what became of it.
-- The states and the fence are those of a Postausgang; 'unterlassen' says that none is sent, and why. It has neither
-- Vorgang nor author, so it is no Postausgang.
create table eingangsbestaetigung (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  zustand text not null check (zustand in ('queued', 'claimed', 'committing', 'sent', 'unknown', 'failed', 'unterlassen')),
  -- In German: why none is sent, or why it was given up.
  grund text,
  empfaenger text not null default '',
  -- By which the limits count: the address without what stands behind a plus sign, and its domain.
  absender_schluessel text not null default '',
  absender_domain text not null default '',
  eingangsnummer text not null,
  eingangsdatum date not null,
  -- Message-IDs of the mail and of those before it, oldest first.
  bezug text[] not null default '{}',
  dispatch_attempt integer not null default 0,
  dispatch_token uuid,
  dispatch_lease_until timestamptz,
  fehlversuche integer not null default 0,
  naechster_versuch_at timestamptz default now(),
  -- What the relay said last.
  antwort text not null default '',
  committing_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index eingangsbestaetigung_offen on eingangsbestaetigung (naechster_versuch_at)
  where zustand in ('queued', 'claimed', 'committing');
create index eingangsbestaetigung_grenze on eingangsbestaetigung (created_at) where zustand <> 'unterlassen';

alter table eingangsbestaetigung enable row level security;
-- As what was read from the mail: a mail is never divided.
create policy eingangsbestaetigung_sicht on eingangsbestaetigung using (
  (select app_system()) or exists (
    select from posteingang eingang where eingang.id = posteingang_id and (
      (eingang.zustand in ('in_bearbeitung', 'clearing') and (select app_rolle('poststelle')))
      or (eingang.zustand = 'zugeordnet'
        and eingang.organisationseinheit_id = any ((select app_einheiten())::uuid[])
        and (eingang.vertraulichkeit = 0 or eingang.bearbeiter_id = (select app_person())
          or eingang.organisationseinheit_id = any ((select app_leitung())::uuid[]))))));
