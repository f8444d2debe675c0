-- Electronic invoices: what stood in the XML, in the terms of EN 16931, with the findings about it.
create table rechnung (
  posteingang_id uuid not null references posteingang (id) on delete cascade,
  -- The part (bestandteil) that is the XML.
  position integer not null,
  syntax text not null check (syntax in ('ubl-invoice', 'ubl-creditnote', 'cii', 'zugferd-1')),
  profil text not null,
  begriffe jsonb not null,
  rechnungsnummer text,
  verkaeufer text,
  verkaeufer_ust_id text,
  -- What makes a seller the same one: its VAT number, else its folded name.
  verkaeufer_schluessel text,
  rechnungsdatum date,
  waehrung text,
  -- Exact: amounts are never floating-point numbers.
  zahlbetrag numeric,
  leitweg_id text,
  leitweg_zustand text not null check (leitweg_zustand in ('gueltig', 'pruefziffer-falsch', 'form-falsch', 'keine')),
  befunde jsonb not null,
  -- The first item with the same seller, number and date; it may have other bytes.
  dublette_von uuid references posteingang (id) on delete set null,
  gelesen_am timestamptz not null default now(),
  primary key (posteingang_id, position)
);
create index rechnung_dublette on rechnung (verkaeufer_schluessel, rechnungsnummer, rechnungsdatum);
create index rechnung_dublette_von on rechnung (dublette_von) where dublette_von is not null;

alter table rechnung enable row level security;
-- As what was read from the item: an invoice is no part of a divided stack.
create policy rechnung_sicht on rechnung using (
  (select app_system()) or exists (
    select from posteingang eingang where eingang.id = posteingang_id and (
      (eingang.zustand in ('in_bearbeitung', 'clearing') and (select app_rolle('poststelle')))
      or (eingang.zustand = 'zugeordnet'
        and eingang.organisationseinheit_id = any ((select app_einheiten())::uuid[])
        and (eingang.vertraulichkeit = 0 or eingang.bearbeiter_id = (select app_person())
          or eingang.organisationseinheit_id = any ((select app_leitung())::uuid[]))))));
