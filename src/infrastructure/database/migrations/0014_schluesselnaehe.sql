-- Keys that differ from a misread one by a few edits. The trigram index finds a superset: two edits change at
-- most six trigrams, which bounds the similarity from below.
create extension if not exists fuzzystrmatch;

create function vorgang_mit_nahem_schluessel(gesucht text, abstand integer) returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
  set pg_trgm.similarity_threshold = 0.3 as $$
declare
  trigramme constant integer := cardinality(show_trgm(gesucht));
begin
  if not app_system() then raise insufficient_privilege using message = 'keys are compared by background work'; end if;
  perform set_config('pg_trgm.similarity_threshold',
    greatest(0.05, (trigramme - 3.0 * abstand) / (trigramme + 3.0 * abstand) - 0.001)::text, true);
  return query
    select v.id from vorgang v
    where v.geschaeftszeichen_schluessel % gesucht
      and length(v.geschaeftszeichen_schluessel) between length(gesucht) - abstand and length(gesucht) + abstand
      and levenshtein_less_equal(left(v.geschaeftszeichen_schluessel, 255), left(gesucht, 255), abstand) <= abstand
    order by levenshtein_less_equal(left(v.geschaeftszeichen_schluessel, 255), left(gesucht, 255), abstand), v.id
    limit 200;
end $$;
