-- Sources of mail as the operator sees them, one row each; a mailbox is read by the process that holds its row.
create table mail_postfach (
  -- 'lmtp', 'smtp' or 'imap:<name>', as in mail_zustellung.
  quelle text primary key,
  inhaber uuid,
  inhaber_bis timestamptz,
  zustand text not null default 'getrennt' check (zustand in ('getrennt', 'verbunden', 'lauscht')),
  kontakt_at timestamptz,
  wartend integer not null default 0,
  -- In the folder for what could not be taken in; a person looks there.
  beiseite integer not null default 0,
  stoerung text not null default ''
);
alter table mail_postfach enable row level security;
create policy mail_postfach_sicht on mail_postfach using (app_system());

-- Every message that was seen in a mailbox, and what became of it: the Soll of a mailbox.
create table mail_nachricht (
  quelle text not null,
  uidvalidity bigint not null,
  uid bigint not null,
  gesehen_am timestamptz not null default now(),
  zustand text not null default 'offen' check (zustand in
    ('offen', 'angenommen', 'beiseite', 'neu_gezaehlt', 'verschwunden')),
  versuche integer not null default 0,
  faellig_at timestamptz not null default now(),
  grund text not null default '',
  primary key (quelle, uidvalidity, uid)
);
create index mail_nachricht_stand on mail_nachricht (quelle, zustand, gesehen_am);
alter table mail_nachricht enable row level security;
create policy mail_nachricht_sicht on mail_nachricht using (app_system());
