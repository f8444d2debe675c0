-- What the check for viruses found. 'freigegeben': found, and declared a false alarm by a person.
alter table posteingang drop constraint posteingang_virenpruefung_check;
alter table posteingang add constraint posteingang_virenpruefung_check
  check (virenpruefung in ('ungeprueft', 'ohne_befund', 'befund', 'freigegeben'));
alter table posteingang
  -- The name of the signature; null where nothing was found.
  add column virenbefund text,
  -- In German: why an item passed unchecked although the check is set up.
  add column virenhinweis text,
  add column virengeprueft_at timestamptz;
create index posteingang_quarantaene on posteingang (received_at)
  where virenpruefung = 'befund' and zustand <> 'abgewiesen';
