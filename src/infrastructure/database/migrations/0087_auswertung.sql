-- Figures for the head of the mailroom: by day, way in or out and unit, never by person.

-- When an item reached a Postkorb for the first time, and where. The entry itself forgets it when the item is handed
-- on, or when its Vorgang goes to another unit; this row stays.
create table postkorb_ankunft (
  posteingang_id uuid primary key references posteingang (id) on delete cascade,
  organisationseinheit_id uuid not null references organisationseinheit (id),
  at timestamptz not null
);
create index postkorb_ankunft_at on postkorb_ankunft (at);
alter table postkorb_ankunft enable row level security;
create policy postkorb_ankunft_sicht on postkorb_ankunft using ((select app_system()));

create function postkorb_ankunft_merken() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into postkorb_ankunft (posteingang_id, organisationseinheit_id, at)
    values (new.posteingang_id, new.organisationseinheit_id, new.created_at) on conflict do nothing;
  return null;
end $$;
create trigger postkorb_ankunft after insert on postkorb_eintrag
  for each row execute function postkorb_ankunft_merken();

-- What arrived before: the instant of the first run of the last stage, the unit that first gave the item away.
insert into postkorb_ankunft (posteingang_id, organisationseinheit_id, at)
  select k.posteingang_id, coalesce(erste.einheit, k.organisationseinheit_id), coalesce(lauf.at, k.created_at)
  from postkorb_eintrag k
    left join lateral (select min(s.finished_at) as at from stage_run s
      where s.item_id = k.posteingang_id and s.stage = 'notify') lauf on true
    left join lateral (select o.id as einheit from audit_event a join organisationseinheit o on o.id::text = a.detail ->> 'from'
      where a.object_type = 'posteingang' and a.object_id = k.posteingang_id::text
        and a.action in ('posteingang.weitergegeben', 'posteingang.zurueckgegeben')
      order by a.seq limit 1) erste on true;

-- What is counted by its day.
create index posteingang_received on posteingang (received_at);
create index postausgang_sent on postausgang (sent_at) where sent_at is not null;
create index versandversuch_fehler on versandversuch (finished_at) where ergebnis in ('failed', 'unknown');
create index eingangsbestaetigung_sent on eingangsbestaetigung (sent_at) where sent_at is not null;
create index nachscan_angefordert on nachscan (angefordert_at);
create index audit_event_auswertung on audit_event (at) where action in ('posteingang.zugeordnet',
  'posteingang.weitergegeben', 'posteingang.zurueckgegeben', 'postausgang.undeliverable');

-- One day of figures: written as a whole, replaced as a whole.
create table auswertung_tag (
  tag date not null,
  kennzahl text not null,
  -- '' where the figure has none
  kanal text not null default '',
  einheit_id uuid references organisationseinheit (id),
  -- the unit that an item was handed to; null: back to the Poststelle, or the figure has none
  ziel_id uuid references organisationseinheit (id),
  anzahl integer not null,
  -- the single durations behind the figure, sorted, so that shares of any range of days are exact
  sekunden integer[] not null default '{}',
  unique nulls not distinct (tag, kennzahl, kanal, einheit_id, ziel_id)
);
create index auswertung_tag_einheit on auswertung_tag (einheit_id, tag);
alter table auswertung_tag enable row level security;
create policy auswertung_tag_sicht on auswertung_tag using (
  (select app_system()) or (select app_rolle('revision'))
  or exists (select from organisationseinheit o where o.ist_poststelle and o.id = any ((select app_leitung())::uuid[]))
  or einheit_id = any ((select app_leitung())::uuid[]) or ziel_id = any ((select app_leitung())::uuid[]));

-- When a day was counted last: what was counted an hour after its end stays as it is.
create table auswertung_stand (
  tag date primary key,
  berechnet_at timestamptz not null default now()
);
alter table auswertung_stand enable row level security;
create policy auswertung_stand_sicht on auswertung_stand using ((select app_system()));
