-- Under which Leitweg-ID a unit gets its electronic invoices; in capitals, with valid check digits.
alter table organisationseinheit add column leitweg_id text;
create unique index organisationseinheit_leitweg_id on organisationseinheit (leitweg_id) where leitweg_id is not null;
