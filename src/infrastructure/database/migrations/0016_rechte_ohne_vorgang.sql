-- An item that is taken out of a confidential Vorgang and goes to a unit alone is confidential no longer,
-- or nobody but the Leitung would find it in the Postkorb.
create or replace function posteingang_rechte_vom_vorgang() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if new.vorgang_id is not null then
    select v.organisationseinheit_id, v.vertraulichkeit, v.bearbeiter_id
      into new.organisationseinheit_id, new.vertraulichkeit, new.bearbeiter_id
      from vorgang v where v.id = new.vorgang_id;
  else
    new.bearbeiter_id := null;
    if tg_op = 'UPDATE' and old.vorgang_id is not null and new.vertraulichkeit = old.vertraulichkeit then
      new.vertraulichkeit := 0;
    end if;
  end if;
  return new;
end $$;
