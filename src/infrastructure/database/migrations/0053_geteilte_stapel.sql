-- A divided stack stayed readable to the Poststelle after its letters were filed, and with it what had become
-- confidential. Now: it opens as long as a letter of it is on its way, afterwards only for who may read each of its
-- letters; its files, fields and decisions only for them; a page never through the stack where it lies in a letter
-- that one may not read. A letter that was emptied again follows its stack.

-- Whether a page of a divided stack lies in a letter that the person may not read. It asks the table whose policy it
-- is part of, hence the rights of its owner.
create function seite_liegt_in_fremdem_brief(stapel uuid, gescannt integer) returns boolean
  language sql stable security definer set search_path = public as
$$ select exists (select from posteingang brief join seite gelegt on gelegt.posteingang_id = brief.id
     where brief.parent_id = stapel and gelegt.stapel_seite = gescannt
       and brief.zustand not in ('geteilt', 'in_bearbeitung', 'clearing')
       and (brief.zustand = 'zugeordnet' and brief.organisationseinheit_id = any (app_einheiten())
         and (brief.vertraulichkeit = 0 or brief.bearbeiter_id = app_person()
           or brief.organisationseinheit_id = any (app_leitung()))) is not true) $$;

do $$
declare
  angekommen constant text := $q$ %1$s.zustand = 'zugeordnet'
    and %1$s.organisationseinheit_id = any ((select app_einheiten())::uuid[])
    and (%1$s.vertraulichkeit = 0 or %1$s.bearbeiter_id = (select app_person())
      or %1$s.organisationseinheit_id = any ((select app_leitung())::uuid[])) $q$;
  briefe constant text := $q$ select from posteingang brief
    where brief.parent_id = coalesce(eingang.parent_id, eingang.id) and brief.zustand <> 'geteilt' $q$;
  unterwegs constant text := briefe || $q$ and brief.zustand in ('in_bearbeitung', 'clearing') $q$;
  -- "is not true", since a comparison with null is no yes.
  anderswo constant text := briefe || $q$ and (brief.zustand in ('in_bearbeitung', 'clearing') or ( $q$
    || format(angekommen, 'brief') || $q$ )) is not true $q$;
  sicht constant text := $q$ (select app_system()) or exists (
    select from posteingang eingang where eingang.id = posteingang_id and (
      ((select app_rolle('poststelle')) and (eingang.zustand in ('in_bearbeitung', 'clearing')
        or (eingang.zustand = 'geteilt' and %s)))
      or (%s))) $q$;
  tabelle text;
begin
  foreach tabelle in array array['bestandteil', 'feld', 'entscheidung'] loop
    execute format('alter policy %I on %I using (%s)', tabelle || '_sicht', tabelle,
      format(sicht, format('not exists (%s)', anderswo), format(angekommen, 'eingang')));
  end loop;
  execute format('alter policy seite_sicht on seite using (%s)', format(sicht,
    format($q$ (exists (%s) or not exists (%s)) and not seite_liegt_in_fremdem_brief(
      coalesce(eingang.parent_id, eingang.id), coalesce(seite.stapel_seite, seite.nummer)) $q$, unterwegs, anderswo),
    format(angekommen, 'eingang')));
end $$;
