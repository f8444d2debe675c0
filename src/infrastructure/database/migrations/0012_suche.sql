-- German full-text search: word forms by the stemmer, ü = ue, and parts of compounds ("Bescheid" in
-- "Gewerbesteuerbescheid") by trigrams.

-- Lower case and umlauts as two letters. The umlauts go first: a database with the locale C would keep Ü.
create function such_falte(t text) returns text language sql immutable strict parallel safe as
$$ select replace(replace(replace(replace(
     lower(translate(t, 'ÄÖÜẞ', 'äöüß')), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss') $$;

-- Words with an umlaut are indexed a second time in two letters, so that either spelling finds the other.
create function such_woerter(t text) returns tsvector language sql immutable strict parallel safe as
$$ select to_tsvector('german', translate(t, 'ÄÖÜẞ', 'äöüß')) || to_tsvector('german', public.such_falte(
     array_to_string(array(select m[1] from regexp_matches(t, '([^[:space:]]*[äöüßÄÖÜẞ][^[:space:]]*)', 'g') m), ' '))) $$;

-- What is too much for a tsvector (1 MB of different words) is indexed in its first part only: a strange text
-- must never keep a letter from being filed.
create function such_vektor(kopf text, volltext text) returns tsvector
  language plpgsql immutable parallel unsafe set search_path = public, pg_catalog as $$
begin
  return setweight(public.such_woerter(left(kopf, 20000)), 'A') || setweight(public.such_woerter(left(volltext, 300000)), 'B');
exception when program_limit_exceeded then
  return setweight(public.such_woerter(left(kopf, 20000)), 'A') || setweight(public.such_woerter(left(volltext, 50000)), 'B');
end $$;

-- Everything that is compared letter by letter.
create function such_folge(kopf text, volltext text) returns text language sql immutable parallel safe as
$$ select public.such_falte(kopf || ' ' || left(volltext, 300000)) $$;

drop index dokument_volltext_trgm;
drop index dokument_betreff_trgm;
alter table dokument drop column suchtext;
alter table dokument add column suchkopf text generated always as (
  betreff || ' ' || coalesce(absender, '') || ' ' || coalesce(empfaenger, '') || ' '
  || coalesce(fremdes_geschaeftszeichen, '')) stored;
alter table dokument add column suchtext tsvector generated always as (such_vektor(
  betreff || ' ' || coalesce(absender, '') || ' ' || coalesce(empfaenger, '') || ' '
  || coalesce(fremdes_geschaeftszeichen, ''), volltext)) stored;
create index dokument_suchtext on dokument using gin (suchtext);
create index dokument_folge on dokument using gin (such_folge(suchkopf, volltext) gin_trgm_ops);

drop index vorgang_betreff_trgm;
drop index beteiligter_name_trgm;
create index vorgang_betreff_folge on vorgang using gin (public.such_falte(betreff) gin_trgm_ops);
create index beteiligter_name_folge on beteiligter using gin (public.such_falte(name) gin_trgm_ops);
create function posteingang_folge(eingangsnummer text, absender text, betreff text) returns text
  language sql immutable parallel safe as
$$ select eingangsnummer || ' ' || public.such_falte(coalesce(absender, '') || ' ' || coalesce(betreff, '')) $$;
create index posteingang_suchfolge on posteingang
  using gin (posteingang_folge(eingangsnummer, absender, betreff) gin_trgm_ops);

-- Row-level security keeps an index from being used by a comparison that might leak, and LIKE might. These
-- functions run as the owner, use the index and decide on each row themselves, by the rules of 0010; callers
-- read the rows they name under row-level security again. They return no more than `grenze` of the newest.
-- Each text must contain all of `folgen` (LIKE patterns, the most selective first: that one uses the index).
create function dokument_treffer(frage tsquery, folgen text[], grenze integer)
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
    select d.id, d.created_at from dokument d
    where (d.suchtext @@ frage
        or (such_folge(d.suchkopf, d.volltext) like folgen[1] and such_folge(d.suchkopf, d.volltext) like all (folgen)))
      and (alles or (d.organisationseinheit_id = any (einheiten)
        and (d.vertraulichkeit = 0 or d.bearbeiter_id = person or d.organisationseinheit_id = any (leitung))))
    order by d.created_at desc, d.id limit grenze;
end $$;

create function vorgang_treffer(folgen text[], schluessel text, grenze integer)
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
        union select s.id from vorgang s where public.such_falte(s.betreff) like folgen[1] and public.such_falte(s.betreff) like all (folgen)
        union select b.vorgang_id from beteiligter b where public.such_falte(b.name) like folgen[1] and public.such_falte(b.name) like all (folgen))
      and (alles or (v.organisationseinheit_id = any (einheiten)
        and (v.vertraulichkeit = 0 or v.bearbeiter_id = person or v.organisationseinheit_id = any (leitung))))
    order by v.created_at desc, v.id limit grenze;
end $$;

create function posteingang_treffer(folgen text[], grenze integer)
  returns table (id uuid, received_at timestamptz)
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  alles constant boolean := app_system() or app_rolle('poststelle') or app_rolle('revision');
  einheiten constant uuid[] := app_einheiten();
  leitung constant uuid[] := app_leitung();
  person constant uuid := app_person();
begin
  if cardinality(folgen) = 0 or not alles and cardinality(einheiten) = 0 then return; end if;
  return query
    select p.id, p.received_at from posteingang p
    where posteingang_folge(p.eingangsnummer, p.absender, p.betreff) like folgen[1]
      and posteingang_folge(p.eingangsnummer, p.absender, p.betreff) like all (folgen)
      and (alles or (p.zustand = 'zugeordnet' and p.organisationseinheit_id = any (einheiten)
        and (p.vertraulichkeit = 0 or p.bearbeiter_id = person or p.organisationseinheit_id = any (leitung))))
    order by p.received_at desc, p.id limit grenze;
end $$;

-- Candidates for the Vorgang of an incoming letter; background work only.
create function vorgang_kandidaten(schluessel text, sender text, betreff_ text, fremdes text, grenze integer)
  returns table (vorgang_id uuid, schluessel_gleich boolean, schluessel_naehe real, name_naehe real,
    betreff_naehe real, zeichen_gleich boolean)
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set pg_trgm.similarity_threshold = 0.45 as $$
begin
  if not app_system() then raise insufficient_privilege using message = 'candidates are for background work'; end if;
  return query
    with gefunden as (
      (select v.id from vorgang v where schluessel <> '' and v.geschaeftszeichen_schluessel = schluessel)
      union
      (select v.id from vorgang v where length(schluessel) >= 6 and v.geschaeftszeichen_schluessel % schluessel
        order by similarity(v.geschaeftszeichen_schluessel, schluessel) desc, v.id limit grenze)
      union
      (select b.vorgang_id from beteiligter b where fremdes <> '' and b.fremdes_geschaeftszeichen = fremdes)
      union
      (select b.vorgang_id from beteiligter b where sender <> '' and public.such_falte(b.name) % sender
        order by similarity(public.such_falte(b.name), sender) desc, b.vorgang_id limit grenze)
      union
      (select v.id from vorgang v where betreff_ <> '' and public.such_falte(v.betreff) % betreff_
        order by similarity(public.such_falte(v.betreff), betreff_) desc, v.id limit grenze))
    select v.id, v.geschaeftszeichen_schluessel = schluessel,
      similarity(v.geschaeftszeichen_schluessel, schluessel),
      coalesce((select max(similarity(public.such_falte(b.name), sender)) from beteiligter b where b.vorgang_id = v.id), 0)::real,
      similarity(public.such_falte(v.betreff), betreff_),
      fremdes <> '' and exists (select from beteiligter b where b.vorgang_id = v.id and b.fremdes_geschaeftszeichen = fremdes)
    from vorgang v where v.id in (select g.id from gefunden g);
end $$;
