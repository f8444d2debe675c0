-- The picture of a page in the archive copy, where it is another one than that for the screen: fax group 4 or JPEG.
alter table seite add column archiv_bild_sha256 text;
