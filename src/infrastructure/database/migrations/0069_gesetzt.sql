-- Parts that we have typeset ourselves: their text layer is the text, whatever stands in it, and is not recognised again.
alter table bestandteil add column gesetzt boolean not null default false;
