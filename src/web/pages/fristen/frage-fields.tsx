import type { RechnerRegeln } from '#fristen/fristen.schema.js';
import { CheckField, SelectField, TextField } from '#web/ui/field.js';
import type { Faults } from '#web/ui/form.js';
import { asksForBekanntgabe, type Eingabe } from './frage.js';

interface Props {
  eingabe: Eingabe;
  regeln: RechnerRegeln;
  faults: Faults;
  onChange: (change: Partial<Eingabe>) => void;
}

const kinds = [
  { value: 'regel', text: 'Gesetzliche Frist' },
  { value: 'dauer', text: 'Gesetzte Frist (Tage, Wochen, Monate)' },
  { value: 'tag', text: 'Bestimmter Tag' },
  { value: 'verlaengerung', text: 'Verlängerung einer Frist' },
];

const ways = [
  { value: '', text: 'Der Tag der Bekanntgabe ist bekannt' },
  { value: 'post', text: 'Mit einfachem Brief (Aufgabe zur Post)' },
  { value: 'elektronisch', text: 'Elektronisch übermittelt (Absendung)' },
  { value: 'postfach', text: 'Im Postfach des Nutzerkontos bereitgestellt (§ 9 OZG)' },
  { value: 'einschreiben', text: 'Übergabe-Einschreiben (Aufgabe zur Post)' },
  { value: 'abruf', text: 'Abruf aus einem Portal (§ 41 Abs. 2a VwVfG)' },
  { value: 'zustellung', text: 'Zugestellt laut Nachweis' },
  { value: 'oeffentlich', text: 'Öffentlich bekannt gemacht' },
];

const dayLabels: Readonly<Record<string, string>> = {
  post: 'Tag der Aufgabe zur Post',
  elektronisch: 'Tag der Absendung',
  postfach: 'Tag der Bereitstellung',
  einschreiben: 'Tag der Aufgabe zur Post',
  abruf: 'Tag des Abrufs',
  zustellung: 'Tag der Zustellung',
  oeffentlich: 'Tag der Bekanntmachung',
};

const RegelFields = ({ eingabe, regeln, faults, onChange }: Props) => {
  const known = asksForBekanntgabe(regeln, eingabe.regel);
  const regel = regeln.regeln.find((one) => one.kennung === eingabe.regel);
  return (
    <>
      <SelectField
        id="frist-regel"
        label="Regel"
        value={eingabe.regel}
        onChange={(kennung) =>
          onChange({ regel: kennung, ...(asksForBekanntgabe(regeln, kennung) ? {} : { weg: '' }) })
        }
        empty="Bitte wählen"
        error={faults['frist-regel']}
        options={regeln.gebiete.flatMap((gebiet) =>
          regeln.regeln
            .filter((one) => one.gebiet === gebiet.kennung)
            .map((one) => ({
              value: one.kennung,
              text: `${one.name}: ${one.dauer} (${one.grundlage})`,
            })),
        )}
      />
      {known ? (
        <SelectField
          label="Wie wurde der Bescheid bekannt gegeben?"
          value={eingabe.weg}
          onChange={(weg) => onChange({ weg })}
          options={ways}
        />
      ) : null}
      {known && ['post', 'elektronisch', 'einschreiben'].includes(eingabe.weg) ? (
        <SelectField
          label="Verfahrensrecht"
          value={eingabe.verfahren}
          onChange={(verfahren) => onChange({ verfahren })}
          options={[
            { value: 'vwvfg', text: 'Allgemeines Verwaltungsverfahren (VwVfG)' },
            { value: 'ao', text: 'Steuern und Kommunalabgaben (AO)' },
            { value: 'sgb10', text: 'Sozialleistungen (SGB X)' },
          ]}
        />
      ) : null}
      <TextField
        id="frist-tag"
        type="date"
        width="short"
        label={dayLabels[eingabe.weg] ?? regel?.ereignis ?? 'Tag des Ereignisses'}
        value={eingabe.tag}
        onInput={(tag) => onChange({ tag })}
        error={faults['frist-tag']}
      />
      {known && ['post', 'elektronisch', 'einschreiben'].includes(eingabe.weg) ? (
        <TextField
          type="date"
          width="short"
          optional
          label="Nachgewiesener späterer Zugang"
          value={eingabe.zugang}
          onInput={(zugang) => onChange({ zugang })}
        />
      ) : null}
    </>
  );
};

const LengthFields = ({ eingabe, faults, onChange }: Props) => (
  <>
    <TextField
      id="frist-zahl"
      type="number"
      inputMode="numeric"
      width="short"
      label="Anzahl"
      value={eingabe.zahl}
      onInput={(zahl) => onChange({ zahl })}
      error={faults['frist-zahl']}
    />
    <SelectField
      label="Zeitraum"
      width="short"
      value={eingabe.einheit}
      onChange={(einheit) => onChange({ einheit })}
      options={[
        { value: 'tag', text: 'Tage' },
        { value: 'woche', text: 'Wochen' },
        { value: 'monat', text: 'Monate' },
        { value: 'jahr', text: 'Jahre' },
      ]}
    />
  </>
);

const DayFields = (props: Props) => {
  const { eingabe, faults, onChange } = props;
  const isLength = eingabe.art === 'dauer';
  const label = isLength
    ? eingabe.beginn === 'tagesbeginn'
      ? 'Erster Tag'
      : 'Tag des Ereignisses'
    : eingabe.art === 'tag'
      ? 'Genannter Tag'
      : 'Ende der bisherigen Frist';
  return (
    <>
      {isLength ? (
        <TextField
          id="frist-ereignis"
          label="Womit beginnt die Frist?"
          value={eingabe.ereignis}
          onInput={(ereignis) => onChange({ ereignis })}
          maxLength={200}
          error={faults['frist-ereignis']}
        />
      ) : null}
      {isLength ? (
        <SelectField
          label="Zählt dieser Tag mit?"
          value={eingabe.beginn}
          onChange={(beginn) => onChange({ beginn })}
          options={[
            { value: 'ereignis', text: 'Nein, ein Ereignis fällt in den Tag (§ 187 Abs. 1 BGB)' },
            { value: 'tagesbeginn', text: 'Ja, die Frist beginnt mit dem Tag (§ 187 Abs. 2 BGB)' },
          ]}
        />
      ) : null}
      <TextField
        id="frist-tag"
        type="date"
        width="short"
        label={label}
        value={eingabe.tag}
        onInput={(tag) => onChange({ tag })}
        error={faults['frist-tag']}
      />
      {eingabe.art === 'tag' ? null : <LengthFields {...props} />}
      {eingabe.art === 'verlaengerung' ? null : (
        <CheckField
          label="Ende auf den nächsten Werktag verschieben (§ 193 BGB)"
          hint="Bei Fristen, die andere uns setzen, ist der frühere Tag der sichere."
          checked={eingabe.werktag}
          onChange={(werktag) => onChange({ werktag })}
        />
      )}
    </>
  );
};

/** The fields of a question about a Frist: which kind, by which rule, from which day. */
export const FrageFields = (props: Props) => (
  <>
    <SelectField
      label="Art der Frist"
      value={props.eingabe.art}
      onChange={(art) => props.onChange({ art: art as Eingabe['art'] })}
      options={kinds}
    />
    {props.eingabe.art === 'regel' ? <RegelFields {...props} /> : <DayFields {...props} />}
  </>
);
