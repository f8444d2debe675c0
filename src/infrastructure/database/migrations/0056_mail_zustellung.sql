-- How a mail came to us: one row for each recipient address to which a mail server handed it over, for each message
-- of a mailbox, and for each repetition of such a delivery.
create table mail_zustellung (
  id uuid primary key default gen_random_uuid(),
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  -- 'lmtp', 'smtp', 'imap:<name of the mailbox>', 'upload'
  quelle text not null,
  -- The address as configured by the operator or the name of the mailbox.
  postfach text not null,
  -- The unit to which the operator has given this address; a hint, no decision.
  einheit text,
  umschlag_von text not null default '',
  umschlag_an text[] not null default '{}',
  client_ip inet,
  helo text,
  empfangen_am timestamptz not null default now(),
  uidvalidity bigint,
  uid bigint,
  message_id text,
  internaldate timestamptz,
  -- The mail had been taken in before; a mail server that did not see our answer delivers again.
  wiederholung boolean not null default false
);
create index mail_zustellung_eingang on mail_zustellung (posteingang_id);
create index mail_zustellung_tag on mail_zustellung (quelle, empfangen_am);
create unique index mail_zustellung_uid on mail_zustellung (quelle, uidvalidity, uid) where uid is not null;
create index mail_zustellung_message_id on mail_zustellung (quelle, message_id) where uid is not null;

alter table mail_zustellung enable row level security;
-- As what was read from the mail: a mail is never divided.
create policy mail_zustellung_sicht on mail_zustellung using (
  (select app_system()) or exists (
    select from posteingang eingang where eingang.id = posteingang_id and (
      (eingang.zustand in ('in_bearbeitung', 'clearing') and (select app_rolle('poststelle')))
      or (eingang.zustand = 'zugeordnet'
        and eingang.organisationseinheit_id = any ((select app_einheiten())::uuid[])
        and (eingang.vertraulichkeit = 0 or eingang.bearbeiter_id = (select app_person())
          or eingang.organisationseinheit_id = any ((select app_leitung())::uuid[]))))));

-- What a source says that it has acknowledged on a day, counted apart from what was written: the Soll.
create table mail_tagesstand (
  quelle text not null,
  tag date not null,
  quittiert integer not null default 0,
  abgelehnt integer not null default 0,
  primary key (quelle, tag)
);
alter table mail_tagesstand enable row level security;
create policy mail_tagesstand_sicht on mail_tagesstand using (app_system());
