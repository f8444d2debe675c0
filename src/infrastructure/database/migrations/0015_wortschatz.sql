-- Parts of compounds are looked up among the words of all texts, not in the texts: "bescheid" becomes
-- "gewerbesteuerbescheid or hundesteuerbescheid or …", and one index answers. Only the functions below read
-- the words; that a hidden text brought one along changes no answer, because no visible text has it.
drop function dokument_treffer(tsquery, text[], integer);
drop index dokument_folge;
drop function such_folge(text, text);
alter table dokument drop column suchkopf;

-- As in 0012, and without the parser's idea that <script> hides what follows: the texts are no web pages.
create or replace function such_woerter(t text) returns tsvector language sql immutable strict parallel safe as
$$ select to_tsvector('german', translate(t, 'ÄÖÜẞ<>', 'äöüß  ')) || to_tsvector('german', such_falte(
     array_to_string(array(select m[1] from regexp_matches(t, '([^[:space:]<>]*[äöüßÄÖÜẞ][^[:space:]<>]*)', 'g') m), ' '))) $$;

create table suchwort (wort text primary key);
create index suchwort_teile on suchwort using gin (wort gin_trgm_ops);
revoke all on suchwort from poststelle_app;

create function dokument_woerter_merken() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- In one order, so that two letters with the same new words wait for each other and never in a circle.
  insert into suchwort
    select l from unnest(tsvector_to_array(new.suchtext)) l
    where length(l) between 6 and 60 and not exists (select from suchwort s where s.wort = l)
    order by l collate "C"
    on conflict do nothing;
  return null;
end $$;
create trigger dokument_woerter after insert or update of betreff, absender, empfaenger, volltext on dokument
  for each row execute function dokument_woerter_merken();
insert into suchwort
  select distinct l from dokument d, unnest(tsvector_to_array(d.suchtext)) l where length(l) between 6 and 60;

create function als_tsquery(lexem text) returns text language sql immutable strict parallel safe as
$$ select '''' || replace(replace(lexem, '\', '\\'), '''', '''''') || '''' $$;

-- All lexemes of the vector, each or any word that contains it, as the text of a tsquery; null for none.
create function such_alle(lexeme text[]) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select string_agg('(' || als_tsquery(l) || coalesce((
      select ' | ' || string_agg(als_tsquery(s.wort), ' | ') from suchwort s
      where length(l) >= 4 and s.wort like '%' || replace(replace(replace(l, '\', '\\'), '%', '\%'), '_', '\_') || '%'), '') || ')',
    ' & ')
  from unnest(lexeme) l
$$;

-- Every word of the query in either spelling of its umlauts, in any form, also as a part of a longer word.
create function such_frage(woerter text[]) returns tsquery
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(string_agg('(' || concat_ws(' | ', w.gegeben, w.gefaltet) || ')', ' & '), '')::tsquery
  from (
    select such_alle(tsvector_to_array(to_tsvector('german', translate(w, 'ÄÖÜẞ', 'äöüß')))) as gegeben,
      case when such_falte(w) <> lower(w) then such_alle(tsvector_to_array(to_tsvector('german', such_falte(w)))) end as gefaltet
    from unnest(woerter) w) w
  where w.gegeben is not null or w.gefaltet is not null
$$;

create function dokument_treffer(frage tsquery, grenze integer)
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
    where d.suchtext @@ frage
      and (alles or (d.organisationseinheit_id = any (einheiten)
        and (d.vertraulichkeit = 0 or d.bearbeiter_id = person or d.organisationseinheit_id = any (leitung))))
    order by d.created_at desc, d.id limit grenze;
end $$;
