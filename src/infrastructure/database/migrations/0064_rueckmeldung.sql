-- What a mail server told about a letter that was sent by e-mail: undeliverable or late, with status and reason.
alter table postausgang add column rueckmeldung jsonb;
