-- A waiting or clearing item is parked: no worker may take it. Failures are counted apart from attempts,
-- because a killed worker says nothing about the item.
alter table work_unit drop constraint work_unit_state_check;
alter table work_unit add constraint work_unit_state_check check (state in ('open', 'fanned', 'failed', 'parked'));
alter table work_unit add column failures integer not null default 0;
create index work_unit_leased on work_unit (queue, lease_until) where lease_until is not null;
