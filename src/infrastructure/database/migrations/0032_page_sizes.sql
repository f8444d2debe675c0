-- What the searchable copy needs to know of a page.
alter table seite add column breite_pt real;
alter table seite add column hoehe_pt real;
alter table seite add column drehung smallint not null default 0;
alter table seite add column textebene text;
alter table seite add column beschaedigt boolean not null default false;
