-- An item that lies in a Vorgang has the rights of the Vorgang, and keeps step when the Federführung moves.
alter table posteingang add column bearbeiter_id uuid;
create index posteingang_vorgang on posteingang (vorgang_id) where vorgang_id is not null;

create function posteingang_rechte_vom_vorgang() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if new.vorgang_id is null then
    new.bearbeiter_id := null;
  else
    select v.organisationseinheit_id, v.vertraulichkeit, v.bearbeiter_id
      into new.organisationseinheit_id, new.vertraulichkeit, new.bearbeiter_id
      from vorgang v where v.id = new.vorgang_id;
  end if;
  return new;
end $$;
create trigger posteingang_rechte
  before insert or update of vorgang_id, organisationseinheit_id, vertraulichkeit on posteingang
  for each row execute function posteingang_rechte_vom_vorgang();

create function vorgang_rechte_an_posteingaenge() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update posteingang set organisationseinheit_id = new.organisationseinheit_id,
    vertraulichkeit = new.vertraulichkeit where vorgang_id = new.id;
  if new.organisationseinheit_id <> old.organisationseinheit_id then
    update postkorb_eintrag set organisationseinheit_id = new.organisationseinheit_id
      where erledigt_at is null
        and posteingang_id in (select id from posteingang where vorgang_id = new.id);
  end if;
  return null;
end $$;
create trigger vorgang_rechte_posteingang
  after update of organisationseinheit_id, vertraulichkeit, bearbeiter_id on vorgang
  for each row execute function vorgang_rechte_an_posteingaenge();

-- The same rules as in 0007, written so that the settings are read once a query and not once a row.
do $$
declare
  sicht constant text := $q$ organisationseinheit_id = any ((select app_einheiten())::uuid[])
    and (vertraulichkeit = 0 or bearbeiter_id = (select app_person())
      or organisationseinheit_id = any ((select app_leitung())::uuid[])) $q$;
  angekommen constant text := format($q$ zustand = 'zugeordnet' and %s $q$, sicht);
  inhalt constant text := format($q$ (select app_system()) or exists (
    select from posteingang where posteingang.id = posteingang_id and (
      (zustand in ('in_bearbeitung', 'clearing', 'geteilt') and (select app_rolle('poststelle')))
      or (%s))) $q$, angekommen);
  tabelle text;
begin
  execute format('alter policy vorgang_sicht on vorgang using ((select app_system()) or (%s))', sicht);
  execute format('alter policy dokument_sicht on dokument using ((select app_system()) or (%s))', sicht);
  execute format($q$ alter policy posteingang_sicht on posteingang using (
    (select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')) or (%s)) $q$,
    angekommen);
  execute format($q$ alter policy postausgang_sicht on postausgang using ((select app_system()) or (%s)
    or ((select app_rolle('postausgang')) and zustand not in ('entwurf', 'zur_freigabe', 'storniert'))) $q$,
    sicht);
  execute format($q$ alter policy postkorb_sicht on postkorb_eintrag using ((select app_system()) or exists (
    select from posteingang where posteingang.id = posteingang_id and %s)) $q$,
    replace(angekommen, 'organisationseinheit_id', 'posteingang.organisationseinheit_id'));
  foreach tabelle in array array['bestandteil', 'seite', 'feld', 'entscheidung'] loop
    execute format('alter policy %I on %I using (%s)', tabelle || '_sicht', tabelle, inhalt);
  end loop;
end $$;
alter policy beteiligter_sicht on beteiligter using (
  (select app_system()) or exists (select from vorgang v where v.id = vorgang_id));
alter policy dokument_datei_sicht on dokument_datei using (
  (select app_system()) or exists (select from dokument d where d.id = dokument_id));
alter policy vermerk_sicht on vermerk using (
  (select app_system()) or exists (select from vorgang v where v.id = vorgang_id));
alter policy versandversuch_sicht on versandversuch using (
  (select app_system()) or exists (select from postausgang p where p.id = postausgang_id));
alter policy abweisung_sicht on abweisung using (
  (select app_system()) or (select app_rolle('poststelle')) or (select app_rolle('revision')));
alter policy audit_event_lesen on audit_event using (
  (select app_system()) or (select app_rolle('revision')));
drop function app_sieht_inhalt(uuid);
drop function app_sieht(uuid, smallint, uuid);

-- An Akte is known to its unit, to those who clear, and to who reads a Vorgang in it.
alter table akte enable row level security;
create policy akte_sicht on akte using (
  (select app_system()) or (select app_rolle('poststelle'))
  or organisationseinheit_id = any ((select app_einheiten())::uuid[])
  or exists (select from vorgang v where v.akte_id = akte.id));
create index vorgang_bearbeiter on vorgang (bearbeiter_id, zustand) where bearbeiter_id is not null;
