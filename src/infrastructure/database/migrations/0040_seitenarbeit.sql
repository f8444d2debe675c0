-- What was done with the picture of a page before it was read, and what the picture was worth; equal pictures are
-- found by their hash, so that none is read twice.
alter table seite add column seitenarbeit jsonb;
alter table seite add column qualitaet jsonb;
create index seite_ocr_bild on seite (ocr_bild_sha256) where ocr_bild_sha256 is not null;
