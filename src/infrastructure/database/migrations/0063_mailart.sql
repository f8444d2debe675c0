-- What kind of mail it is, with the reason; null for what is no mail and for mails opened by earlier versions.
alter table posteingang add column mailart jsonb;
