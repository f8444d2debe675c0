-- The truth about work in progress. The queue only wakes workers: every row here that is due gets a job,
-- and losing all jobs loses nothing. All times are the database's.
create table work_item (
  id uuid primary key,
  pipeline text not null,
  stage text not null,
  run integer not null default 1,
  state text not null default 'open' check (state in ('open', 'waiting', 'clearing', 'done')),
  -- 0 interactive, 1 mail, 2 batch.
  lane smallint not null default 1,
  -- Who the work is for; the dispatcher serves the keys of a lane in turn.
  fairness_key text not null default '',
  clearing_code text,
  clearing_text text,
  clearing_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index work_item_open on work_item (pipeline, state, stage) where state <> 'done';

-- What can be given to a worker: an item (page = -1), or one of its pages during a per-page stage.
create table work_unit (
  item_id uuid not null references work_item (id) on delete cascade,
  page integer not null default -1,
  pipeline text not null,
  stage text not null,
  run integer not null,
  queue text not null,
  lane smallint not null,
  fairness_key text not null,
  state text not null default 'open' check (state in ('open', 'fanned', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  queued_until timestamptz,
  lease_until timestamptz,
  lease_token uuid,
  error_code text,
  error_text text,
  primary key (item_id, page)
);
create index work_unit_due on work_unit (queue, lane, fairness_key, due_at) where state = 'open';
create index work_unit_queued on work_unit (queue, queued_until) where state = 'open' and queued_until is not null;

-- One row for each result that took effect: the claim that makes a second run of the same stage do nothing.
create table stage_run (
  item_id uuid not null,
  stage text not null,
  page integer not null default -1,
  run integer not null,
  finished_at timestamptz not null default now(),
  duration_ms integer not null,
  outcome text not null,
  primary key (item_id, stage, page, run)
);
