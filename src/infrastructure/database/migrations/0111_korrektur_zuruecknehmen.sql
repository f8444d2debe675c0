-- When the decision from which a correction came was taken back: the model leaves it out from then on.
alter table modell_korrektur add column zurueckgenommen_at timestamptz;
