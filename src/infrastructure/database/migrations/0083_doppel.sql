-- What a page is found by when the same letter comes again by another way: bands of MinHashes over its words, and
-- hashes of its long numbers. Background work only.
create table seitenfingerabdruck (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  seite integer not null,
  baender integer[] not null,
  kennungen integer[] not null,
  primary key (posteingang_id, seite)
);
create index seitenfingerabdruck_baender on seitenfingerabdruck using gin (baender);
create index seitenfingerabdruck_kennungen on seitenfingerabdruck using gin (kennungen);

-- An item that is the same letter as an earlier one. A pair that a person has separated stays, so that it is not linked again.
create table doppel (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  original_id uuid not null references posteingang (id) on delete cascade,
  sicherheit real not null,
  gruende jsonb not null default '[]',
  created_at timestamptz not null default now(),
  getrennt_at timestamptz,
  getrennt_von uuid references person (id),
  primary key (posteingang_id, original_id),
  check (posteingang_id <> original_id)
);
create index doppel_original on doppel (original_id);

alter table seitenfingerabdruck enable row level security;
create policy seitenfingerabdruck_sicht on seitenfingerabdruck using ((select app_system()));
alter table doppel enable row level security;
-- Who may read the content of both: every item has a part, and parts are hidden with the content.
create policy doppel_sicht on doppel using ((select app_system()) or (
  exists (select from bestandteil b where b.posteingang_id = doppel.posteingang_id)
  and exists (select from bestandteil b where b.posteingang_id = doppel.original_id)));
