-- What each hot folder station looked like at the last pass, for the status page; counts and ages only.
create table hotfolder_stand (
  station text primary key,
  geprueft_at timestamptz not null default now(),
  wartend integer not null default 0,
  aelteste_seit timestamptz,
  angenommen integer not null default 0,
  abgewiesen integer not null default 0,
  stoerung text not null default ''
);
alter table hotfolder_stand enable row level security;
create policy hotfolder_stand_sicht on hotfolder_stand using (app_system());
