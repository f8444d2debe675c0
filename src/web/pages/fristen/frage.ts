import type { FrageEingabe, RechnerRegeln } from '#fristen/fristen.schema.js';
import { today } from '#web/format.js';
import type { Faults } from '#web/ui/form.js';

/** What is typed in the form of a question; texts, as fields have them. */
export interface Eingabe {
  art: FrageEingabe['art'];
  regel: string;
  tag: string;
  weg: string;
  verfahren: string;
  zugang: string;
  zahl: string;
  einheit: string;
  beginn: string;
  ereignis: string;
  werktag: boolean;
}

/** An empty form: by law, from today. */
export const neueEingabe = (): Eingabe => ({
  art: 'regel',
  regel: '',
  tag: today(),
  weg: '',
  verfahren: 'vwvfg',
  zugang: '',
  zahl: '2',
  einheit: 'woche',
  beginn: 'ereignis',
  ereignis: 'Zugang des Schreibens',
  werktag: true,
});

/** The form filled in with a question. */
export const eingabeOf = (frage: FrageEingabe | null): Eingabe => {
  const empty = neueEingabe();
  if (frage === null) return empty;
  const base = { ...empty, art: frage.art, tag: frage.tag };
  switch (frage.art) {
    case 'regel':
      return {
        ...base,
        regel: frage.regel,
        weg: frage.bekanntgabe?.weg ?? '',
        verfahren: frage.bekanntgabe?.verfahren ?? 'vwvfg',
        zugang: frage.bekanntgabe?.zugang ?? '',
      };
    case 'dauer':
      return {
        ...base,
        zahl: String(frage.zahl),
        einheit: frage.einheit,
        beginn: frage.beginn ?? 'ereignis',
        ereignis: frage.ereignis,
        werktag: frage.werktag === true,
      };
    case 'tag':
      return { ...base, werktag: frage.werktag === true };
    case 'verlaengerung':
      return { ...base, zahl: String(frage.zahl), einheit: frage.einheit };
  }
};

/** What is missing, by the id of its field. */
export const faultsOf = (eingabe: Eingabe): Faults => {
  const faults: Record<string, string> = {};
  if (eingabe.art === 'regel' && eingabe.regel === '')
    faults['frist-regel'] = 'Bitte wählen Sie eine Regel.';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(eingabe.tag))
    faults['frist-tag'] = 'Bitte geben Sie einen Tag an.';
  const needsNumber = eingabe.art === 'dauer' || eingabe.art === 'verlaengerung';
  const zahl = Number(eingabe.zahl);
  if (needsNumber && (!Number.isInteger(zahl) || zahl < 1 || zahl > 999))
    faults['frist-zahl'] = 'Bitte geben Sie eine ganze Zahl von 1 bis 999 an.';
  if (eingabe.art === 'dauer' && eingabe.ereignis.trim() === '')
    faults['frist-ereignis'] = 'Bitte sagen Sie, womit die Frist beginnt.';
  return faults;
};

/** Whether a rule starts with an act becoming known, so that the way of it is asked for. */
export const asksForBekanntgabe = (regeln: RechnerRegeln, kennung: string): boolean =>
  regeln.regeln.find((one) => one.kennung === kennung)?.bekanntgabe === true;

/** The question for the server; the form must have no faults. */
export const frageOf = (eingabe: Eingabe): FrageEingabe => {
  const { tag } = eingabe;
  const zahl = Number(eingabe.zahl);
  const einheit = eingabe.einheit as 'tag' | 'woche' | 'monat' | 'jahr';
  switch (eingabe.art) {
    case 'regel': {
      type Bekanntgabe = NonNullable<Extract<FrageEingabe, { art: 'regel' }>['bekanntgabe']>;
      const bekanntgabe = {
        weg: eingabe.weg as Bekanntgabe['weg'],
        verfahren: eingabe.verfahren as Bekanntgabe['verfahren'],
        ...(eingabe.zugang === '' ? {} : { zugang: eingabe.zugang }),
      };
      return {
        art: 'regel',
        regel: eingabe.regel,
        tag,
        ...(eingabe.weg === '' ? {} : { bekanntgabe }),
      };
    }
    case 'dauer':
      return {
        art: 'dauer',
        zahl,
        einheit,
        tag,
        beginn: eingabe.beginn === 'tagesbeginn' ? 'tagesbeginn' : 'ereignis',
        ereignis: eingabe.ereignis.trim(),
        werktag: eingabe.werktag,
      };
    case 'tag':
      return { art: 'tag', tag, werktag: eingabe.werktag };
    case 'verlaengerung':
      return { art: 'verlaengerung', tag, zahl, einheit };
  }
};
