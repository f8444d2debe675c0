-- Whose turn it is follows the age of the item, not that of its present stage: a letter that was begun is
-- finished before a younger one is begun.
alter table work_unit add column since timestamptz not null default now();
drop index work_unit_due;
create index work_unit_due on work_unit (queue, lane, fairness_key, since, item_id, page) where state = 'open';
