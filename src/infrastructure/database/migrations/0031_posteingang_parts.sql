-- Where the pages of a part stand in the item, the searchable copy, and what a mail's head said.
alter table bestandteil add column seitenzahl integer;
alter table bestandteil add column erste_seite integer;
alter table posteingang add column archiv_sha256 text;
alter table posteingang add column mailkopf jsonb;
create index posteingang_register on posteingang (jahr desc, laufnummer desc);
create index posteingang_suche on posteingang using gin ((coalesce(absender, '') || ' ' || coalesce(betreff, '')) gin_trgm_ops);
