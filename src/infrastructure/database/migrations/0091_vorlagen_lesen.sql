-- Who writes letters reads what is released; drafts are read by the administration's routes only.
create policy vorlagenfassung_freigegeben on vorlagenfassung for select
  using (zustand = 'freigegeben' and (select app_person()) is not null);
create policy wappen_lesen on wappen for select using ((select app_person()) is not null);
