-- Postal codes with their towns as the Beteiligte of our Vorgänge have them: what recognition misread is put right by
-- them. Never fed from what was read.
create table bekannter_ort (
  plz text not null,
  ort text not null,
  primary key (plz, ort)
);
create index bekannter_ort_folge on bekannter_ort using gin (such_falte(ort) gin_trgm_ops);

insert into bekannter_ort (plz, ort)
  select distinct plz, ort from beteiligter where korrespondent_id is not null and plz ~ '^[0-9]{5}$' and ort is not null;

alter table bekannter_ort enable row level security;
create policy bekannter_ort_sicht on bekannter_ort using ((select app_system()));
