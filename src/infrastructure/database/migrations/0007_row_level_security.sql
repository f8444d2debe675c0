-- The safety net behind the visibility predicate of src/organisation: without settings nothing is visible.
-- The application always works as poststelle_app, which owns no table.
do $$ begin
  if not exists (select from pg_roles where rolname = 'poststelle_app') then
    create role poststelle_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant poststelle_app to %I', current_user);
exception when others then null;
end $$;
grant usage on schema public to poststelle_app;
grant select, insert, update, delete on all tables in schema public to poststelle_app;
grant usage, select on all sequences in schema public to poststelle_app;
revoke update, delete on audit_event from poststelle_app;
alter default privileges in schema public grant select, insert, update, delete on tables to poststelle_app;
alter default privileges in schema public grant usage, select on sequences to poststelle_app;

create function app_system() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('app.scope', true) = 'system', false) $$;
create function app_person() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.person', true), '')::uuid $$;
-- Units whose content the person may read (own ones, and those below where the person has the Leitung).
create function app_einheiten() returns uuid[] language sql stable parallel safe as
$$ select coalesce(string_to_array(nullif(current_setting('app.einheiten', true), ''), ',')::uuid[], '{}') $$;
-- Units that the person leads, with those below.
create function app_leitung() returns uuid[] language sql stable parallel safe as
$$ select coalesce(string_to_array(nullif(current_setting('app.leitung', true), ''), ',')::uuid[], '{}') $$;
create function app_rolle(gesucht text) returns boolean language sql stable parallel safe as
$$ select coalesce(gesucht = any (string_to_array(current_setting('app.rollen', true), ',')), false) $$;

create function app_sieht(einheit uuid, vertraulich smallint, bearbeiter uuid) returns boolean
  language sql stable parallel safe as
$$ select einheit = any (app_einheiten())
     and (vertraulich = 0 or bearbeiter = app_person() or einheit = any (app_leitung())) $$;

alter table vorgang enable row level security;
create policy vorgang_sicht on vorgang using (
  app_system() or app_sieht(organisationseinheit_id, vertraulichkeit, bearbeiter_id));

alter table beteiligter enable row level security;
create policy beteiligter_sicht on beteiligter using (
  app_system() or exists (select from vorgang v where v.id = vorgang_id));

alter table dokument enable row level security;
create policy dokument_sicht on dokument using (
  app_system() or app_sieht(organisationseinheit_id, vertraulichkeit, bearbeiter_id));

alter table dokument_datei enable row level security;
create policy dokument_datei_sicht on dokument_datei using (
  app_system() or exists (select from dokument d where d.id = dokument_id));

alter table vermerk enable row level security;
create policy vermerk_sicht on vermerk using (
  app_system() or exists (select from vorgang v where v.id = vorgang_id));

-- The line in the Posteingangsbuch: Poststelle and Revision see all of them, a unit its own.
alter table posteingang enable row level security;
create policy posteingang_sicht on posteingang using (
  app_system() or app_rolle('poststelle') or app_rolle('revision')
  or (zustand = 'zugeordnet' and app_sieht(organisationseinheit_id, vertraulichkeit, (
        select v.bearbeiter_id from vorgang v where v.id = vorgang_id))));

-- The content: the Poststelle only until the item has reached its unit.
create function app_sieht_inhalt(gesucht uuid) returns boolean language sql stable parallel safe as
$$ select exists (select from posteingang p where p.id = gesucht and (
     (p.zustand in ('in_bearbeitung', 'clearing', 'geteilt') and app_rolle('poststelle'))
     or (p.zustand = 'zugeordnet' and app_sieht(p.organisationseinheit_id, p.vertraulichkeit, (
           select v.bearbeiter_id from vorgang v where v.id = p.vorgang_id))))) $$;

alter table bestandteil enable row level security;
create policy bestandteil_sicht on bestandteil using (app_system() or app_sieht_inhalt(posteingang_id));
alter table seite enable row level security;
create policy seite_sicht on seite using (app_system() or app_sieht_inhalt(posteingang_id));
alter table feld enable row level security;
create policy feld_sicht on feld using (app_system() or app_sieht_inhalt(posteingang_id));
alter table entscheidung enable row level security;
create policy entscheidung_sicht on entscheidung using (app_system() or app_sieht_inhalt(posteingang_id));

alter table abweisung enable row level security;
create policy abweisung_sicht on abweisung using (
  app_system() or app_rolle('poststelle') or app_rolle('revision'));

alter table postkorb_eintrag enable row level security;
create policy postkorb_sicht on postkorb_eintrag using (
  app_system() or exists (select from posteingang p where p.id = posteingang_id
    and p.zustand = 'zugeordnet' and app_sieht(p.organisationseinheit_id, p.vertraulichkeit, (
      select v.bearbeiter_id from vorgang v where v.id = p.vorgang_id))));

-- A letter: its unit always; the Postausgang from the release on.
alter table postausgang enable row level security;
create policy postausgang_sicht on postausgang using (
  app_system() or app_sieht(organisationseinheit_id, vertraulichkeit, bearbeiter_id)
  or (app_rolle('postausgang') and zustand not in ('entwurf', 'zur_freigabe', 'storniert')));
alter table versandversuch enable row level security;
create policy versandversuch_sicht on versandversuch using (
  app_system() or exists (select from postausgang p where p.id = postausgang_id));

alter table audit_event enable row level security;
create policy audit_event_lesen on audit_event for select using (app_system() or app_rolle('revision'));
create policy audit_event_schreiben on audit_event for insert with check (true);

-- A search behind row-level security uses its index only if the text match cannot leak; it raises no
-- error that depends on data. Needs a superuser; where there is none, searches are only slower.
do $$ begin
  alter function ts_match_vq(tsvector, tsquery) leakproof;
exception when insufficient_privilege then
  raise notice 'ts_match_vq stays not leakproof: full-text search under row-level security will be slower';
end $$;
