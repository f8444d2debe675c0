-- Templates and letterheads go into letters of everybody: whoever wrote a version does not release it. A Textbaustein
-- passes through the hands of a clerk before it is in a letter.
alter table vorlagenfassung add constraint vorlagenfassung_zweite_person
  check (art = 'baustein' or freigegeben_von is null or freigegeben_von is distinct from author_id);
