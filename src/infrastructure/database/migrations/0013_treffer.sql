-- A foreign reference compared like our own: without blanks and punctuation, with look-alikes folded. The
-- same folding as geschaeftszeichenSchluessel in src/eakte.
create function zeichen_schluessel(t text) returns text language sql immutable strict parallel safe as
$$ select translate(regexp_replace(upper(t), '[^A-Z0-9|!]', '', 'g'), 'OQDIL|!ZSGB', '00011112568') $$;
create index beteiligter_zeichen_schluessel on beteiligter (zeichen_schluessel(fremdes_geschaeftszeichen))
  where fremdes_geschaeftszeichen is not null;

-- Each word may stand in the Betreff or in the name of a Beteiligter: "Hundesteuer Müller" finds both together.
create or replace function vorgang_treffer(folgen text[], schluessel text, grenze integer)
  returns table (id uuid, created_at timestamptz)
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  alles constant boolean := app_system();
  einheiten constant uuid[] := app_einheiten();
  leitung constant uuid[] := app_leitung();
  person constant uuid := app_person();
begin
  if not alles and cardinality(einheiten) = 0 then return; end if;
  return query
    select v.id, v.created_at from vorgang v
    where v.id in (
        select s.id from vorgang s where schluessel <> '' and s.geschaeftszeichen_schluessel like '%' || schluessel || '%'
        union
        select t.id from unnest(folgen) with ordinality w (muster, nummer) cross join lateral (
            select s.id from vorgang s where such_falte(s.betreff) like w.muster
            union select b.vorgang_id from beteiligter b where such_falte(b.name) like w.muster) t
          group by t.id having count(*) = cardinality(folgen))
      and (alles or (v.organisationseinheit_id = any (einheiten)
        and (v.vertraulichkeit = 0 or v.bearbeiter_id = person or v.organisationseinheit_id = any (leitung))))
    order by v.created_at desc, v.id limit grenze;
end $$;

-- As in 0012; `fremdes` is a zeichen_schluessel.
create or replace function vorgang_kandidaten(schluessel text, sender text, betreff_ text, fremdes text, grenze integer)
  returns table (vorgang_id uuid, schluessel_gleich boolean, schluessel_naehe real, name_naehe real,
    betreff_naehe real, zeichen_gleich boolean)
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
  set pg_trgm.similarity_threshold = 0.45 as $$
begin
  if not app_system() then raise insufficient_privilege using message = 'candidates are for background work'; end if;
  return query
    with gefunden as (
      (select v.id from vorgang v where schluessel <> '' and v.geschaeftszeichen_schluessel = schluessel)
      union
      (select v.id from vorgang v where length(schluessel) >= 6 and v.geschaeftszeichen_schluessel % schluessel
        order by similarity(v.geschaeftszeichen_schluessel, schluessel) desc, v.id limit grenze)
      union
      (select b.vorgang_id from beteiligter b
        where length(fremdes) >= 4 and zeichen_schluessel(b.fremdes_geschaeftszeichen) = fremdes
        order by b.vorgang_id limit grenze)
      union
      (select b.vorgang_id from beteiligter b where sender <> '' and such_falte(b.name) % sender
        order by similarity(such_falte(b.name), sender) desc, b.vorgang_id limit grenze)
      union
      (select v.id from vorgang v where betreff_ <> '' and such_falte(v.betreff) % betreff_
        order by similarity(such_falte(v.betreff), betreff_) desc, v.id limit grenze))
    select v.id, v.geschaeftszeichen_schluessel = schluessel,
      similarity(v.geschaeftszeichen_schluessel, schluessel),
      coalesce((select max(similarity(such_falte(b.name), sender)) from beteiligter b where b.vorgang_id = v.id), 0)::real,
      similarity(such_falte(v.betreff), betreff_),
      length(fremdes) >= 4 and exists (select from beteiligter b
        where b.vorgang_id = v.id and zeichen_schluessel(b.fremdes_geschaeftszeichen) = fremdes)
    from vorgang v where v.id in (select g.id from gefunden g);
end $$;
