-- After its release a letter can be stopped: nothing takes it before `versand_ab`, by the clock of the database, nor
-- while somebody holds it.
alter table postausgang
  add column versand_wunsch date,
  add column versand_ab timestamptz,
  add column angehalten_at timestamptz,
  add column angehalten_von uuid references person (id);

-- Every way out goes through here, whoever wrote it: a letter leaves `queued` for its dispatch only when its time has
-- come. Proof of an earlier attempt may still settle it.
create function postausgang_erst_nach_frist() returns trigger language plpgsql as $$
begin
  if old.angehalten_at is not null or old.versand_ab > now() then
    raise exception 'letter % may not leave yet', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger postausgang_frist before update of zustand on postausgang for each row
  when (old.zustand = 'queued' and (new.zustand in ('claimed', 'committing')
    or (new.zustand = 'sent' and old.dispatch_attempt = 0)))
  execute function postausgang_erst_nach_frist();
