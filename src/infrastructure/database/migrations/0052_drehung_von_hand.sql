-- The turn of the page comes from a person: recognition reads it so and does not look for another.
alter table seite add column drehung_von_hand boolean not null default false;
