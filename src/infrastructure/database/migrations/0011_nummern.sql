-- Counters of Akten and Vorgänge: gap-free, because they roll back with what they count, and without a look
-- at rows that the person may not see.
alter table aktenplaneinheit add column letzte_aktennummer integer not null default 0;

create table vorgangsnummer_zaehler (
  akte_id uuid not null references akte (id),
  jahr integer not null,
  letzte integer not null,
  primary key (akte_id, jahr)
);
