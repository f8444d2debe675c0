-- Append-only: one row per change and per reading of content, written in the transaction of what it tells.
create table audit_event (
  seq bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('person', 'token', 'system')),
  actor_id uuid,
  action text not null,
  object_type text not null,
  object_id text,
  -- Ids, codes and counts; no names and no content.
  detail jsonb not null default '{}',
  request_id text
);
create index audit_event_object on audit_event (object_type, object_id, seq);
create index audit_event_actor on audit_event (actor_id, seq);

create function audit_event_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
  for each row execute function audit_event_is_append_only();
create trigger audit_event_no_truncate before truncate on audit_event
  for each statement execute function audit_event_is_append_only();
