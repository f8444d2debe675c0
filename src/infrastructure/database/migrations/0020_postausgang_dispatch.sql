-- What dispatch has to remember between attempts, and why a letter came back to its author.
alter table postausgang
  add column eingereicht_at timestamptz,
  -- The day on the letter: set when it is handed in, so that setting it again gives the same bytes.
  add column briefdatum date,
  add column rueckgabe_grund text,
  -- Everybody who wrote in it: none of them is the second pair of eyes.
  add column bearbeitet_von uuid[] not null default '{}',
  -- Day of the first attempt; part of the name in the print folder, so it never changes again.
  add column versanddatum date,
  add column druckdatei text unique,
  -- A relay that is down for hours is no fault of a letter: it is tried again, ever more rarely.
  add column fehlversuche integer not null default 0,
  add column naechster_versuch_at timestamptz,
  -- Day on which an administrative act counts as made known, § 41 (2) VwVfG.
  add column bekanntgabe_datum date;

alter table versandversuch
  add column committing_at timestamptz,
  -- What the relay or the print folder answered.
  add column antwort text;

create index postausgang_versand on postausgang (dispatch_lease_until)
  where zustand in ('claimed', 'committing');
create index postausgang_naechster_versuch on postausgang (naechster_versuch_at)
  where zustand = 'queued' and naechster_versuch_at is not null;
create index postausgang_author on postausgang (author_id, updated_at);
