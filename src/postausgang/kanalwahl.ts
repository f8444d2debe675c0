import type { Empfang } from '#eakte/index.js';
import type { Kosten } from './channels/channel.js';
import type { Rechtsform } from './kanalwahl.schema.js';
import type { Versandkanal } from './postausgang.schema.js';

/** A way as it stands for one letter. */
export interface Weg {
  kanal: Versandkanal;
  /** What keeps this letter from it technically, as the channel says; a German clause after "weil". */
  hindernis?: string;
  kosten?: Kosten | undefined;
}

/** Everything that decides by which way a letter goes. */
export interface Wahlfakten {
  /** Channels that the template allows; `druck` stands for every way that ends as paper. */
  erlaubt: readonly Versandkanal[];
  verwaltungsakt: boolean;
  rechtsform: Rechtsform;
  /** What the clerk asked for; a way of paper stands for all of them. */
  wunsch: Versandkanal | null;
  email: string | null;
  /** Whether there is a postal address that a carrier can use. */
  postanschrift: boolean;
  /** Only for its Bearbeiter and the Leitung. */
  vertraulich: boolean;
  /** Size of everything that would be sent. */
  bytes: number;
  /** Undefined when nobody of the Vorgang receives the letter. */
  empfang: Empfang | undefined;
  /** The ways that are set up. */
  wege: readonly Weg[];
  /** Ways by which this letter has failed for good, with what happened. */
  gescheitert: readonly { kanal: Versandkanal; grund: string }[];
}

/** One way with what speaks for or against it. */
export interface ErwogenerWeg {
  kanal: Versandkanal;
  moeglich: boolean;
  /** A German sentence with the legal source where there is one. */
  grund: string;
  cent: number | null;
}

/** The chosen way, or none, with its reason and all the others. */
export interface Kanalwahl {
  kanal: Versandkanal | undefined;
  grund: string;
  erwogen: ErwogenerWeg[];
}

/** The ways that end as paper, in the order in which they are taken where price does not decide. */
const papier = ['sftp', 'druck', 'ipp', 'briefdienst'] as const;
const alle = ['portal', 'email', ...papier] as const;
/** The most that common relays take of one message, less the third that base64 adds. */
const mostMailBytes = 7_000_000;
const mostPortalBytes = 15_000_000;

export const isPapier = (kanal: Versandkanal | null): boolean =>
  papier.some((one) => one === kanal);

const wegName: Readonly<Record<Versandkanal, string>> = {
  portal: 'Postfach im Nutzerkonto',
  email: 'E-Mail',
  druck: 'Post über die Druckstelle',
  ipp: 'Post über den Drucker im Haus',
  sftp: 'Post über den Druckdienstleister',
  briefdienst: 'Post über den Briefdienst',
};

interface Urteil {
  moeglich: boolean;
  grund: string;
}
const nein = (grund: string): Urteil => ({ moeglich: false, grund });
const ja = (grund: string): Urteil => ({ moeglich: true, grund });

const agreed = (facts: Wahlfakten, umfang: 'email' | 'portal' | 'portal_ausschluss') =>
  facts.empfang?.einwilligungen.find((one) => one.umfang === umfang);

const germanDate = (day: string): string => day.split('-').reverse().join('.');

/** What the law asks of the form, before anything else; undefined when it leaves electronic ways open. */
const formhindernis = ({ rechtsform }: Wahlfakten): string | undefined => {
  if (rechtsform === 'zustellung') {
    return 'Das Schreiben wird förmlich zugestellt; das geschieht hier nur auf Papier (§§ 3 bis 5 VwZG).';
  }
  if (rechtsform === 'schriftform') {
    return 'Schriftform ist vorgeschrieben; elektronisch ersetzt sie nur eine qualifizierte Signatur oder ein Siegel (§ 3a Absatz 2 und 3 VwVfG), die nicht eingerichtet sind.';
  }
  return undefined;
};

const emailUrteil = (facts: Wahlfakten): Urteil => {
  const form = formhindernis(facts);
  if (form !== undefined) return nein(form);
  if (facts.verwaltungsakt) {
    return nein(
      'Ein Bescheid geht nie nur als E-Mail: sein Zugang ließe sich nicht beweisen (§ 41 Absatz 2 Satz 3 VwVfG).',
    );
  }
  if (facts.email === null) return nein('Es ist keine E-Mail-Adresse bekannt.');
  if (facts.empfang?.widerrufen.includes('email') === true) {
    return nein('Die Einwilligung in E-Mail ist widerrufen (§ 3a Absatz 1 VwVfG).');
  }
  if (facts.vertraulich && (facts.empfang?.zertifikatPem ?? null) === null) {
    return nein(
      'Der Vorgang ist vertraulich, und für die Adresse ist kein Zertifikat zum Verschlüsseln hinterlegt (Artikel 32 DSGVO).',
    );
  }
  if ((facts.empfang?.zertifikatPem ?? null) !== null && facts.empfang?.zertifikatGilt !== true) {
    return nein(
      'Das Zertifikat zum Verschlüsseln, das für die Adresse hinterlegt ist, gilt nicht mehr oder noch nicht; unverschlüsselt geht nichts hinaus (Artikel 32 DSGVO).',
    );
  }
  if (facts.bytes > mostMailBytes) return nein('Das Schreiben ist zu groß für eine E-Mail.');
  const consent = agreed(facts, 'email');
  if (consent !== undefined) {
    const day = germanDate(consent.erteiltAm);
    return ja(`Einwilligung in E-Mail vom ${day} (§ 3a Absatz 1 VwVfG).`);
  }
  if (facts.wunsch === 'email') {
    return ja(
      'Die Sachbearbeitung hat E-Mail gewählt; eine ausdrückliche Einwilligung ist nicht festgehalten (Zugang durch schlüssiges Verhalten eröffnet, § 3a Absatz 1 VwVfG).',
    );
  }
  return nein('Ein Zugang für E-Mail ist nicht eröffnet (§ 3a Absatz 1 VwVfG).');
};

const portalUrteil = (facts: Wahlfakten): Urteil => {
  const form = formhindernis(facts);
  if (form !== undefined) return nein(form);
  if ((facts.empfang?.postfachId ?? null) === null) {
    return nein('Es ist kein Postfach eines Nutzerkontos bekannt.');
  }
  if (agreed(facts, 'portal_ausschluss') !== undefined) {
    return nein('Die Bekanntgabe im Postfach ist ausgeschlossen worden (§ 9 Absatz 1 OZG).');
  }
  if (facts.empfang?.widerrufen.includes('portal') === true) {
    return nein('Die Einwilligung in das Postfach ist widerrufen (§ 41 Absatz 2a VwVfG).');
  }
  if (facts.bytes > mostPortalBytes) return nein('Das Schreiben ist zu groß für das Postfach.');
  const consent = agreed(facts, 'portal');
  if (consent !== undefined) {
    const day = germanDate(consent.erteiltAm);
    return ja(`Einwilligung in das Postfach vom ${day} (§ 41 Absatz 2a VwVfG, § 9 OZG).`);
  }
  return ja(
    'Das Postfach des Nutzerkontos ist bekannt und nicht ausgeschlossen; die Einwilligung wird vermutet (§ 9 Absatz 1 OZG).',
  );
};

const papierUrteil = (facts: Wahlfakten, weg: Weg): Urteil => {
  if (!facts.postanschrift) return nein('Die Postanschrift ist nicht vollständig.');
  if (weg.kanal === 'briefdienst' && facts.rechtsform === 'zustellung') {
    return nein('Der Briefdienst stellt nicht förmlich zu (§ 3 VwZG).');
  }
  if (weg.kanal === 'briefdienst' && facts.vertraulich) {
    return nein('Vertrauliche Schreiben druckt kein Dienst außer Haus (Artikel 28 und 32 DSGVO).');
  }
  return ja('Auf Papier ist jede Form gewahrt (§ 37 Absatz 2 VwVfG).');
};

const urteilOf = (facts: Wahlfakten, kanal: Versandkanal): Urteil => {
  const weg = facts.wege.find((one) => one.kanal === kanal);
  if (weg === undefined) return nein('Dieser Weg ist nicht eingerichtet.');
  const before = facts.gescheitert.find((one) => one.kanal === kanal);
  if (before !== undefined) return nein(`Dieser Weg ist gescheitert: ${before.grund}`);
  const needed = isPapier(kanal) ? 'druck' : kanal;
  if (!facts.erlaubt.includes(needed)) return nein('Die Vorlage lässt diesen Weg nicht zu.');
  const urteil =
    kanal === 'email'
      ? emailUrteil(facts)
      : kanal === 'portal'
        ? portalUrteil(facts)
        : papierUrteil(facts, weg);
  if (urteil.moeglich && weg.hindernis !== undefined) return nein(weg.hindernis);
  return urteil;
};

/** The first possible way of paper, unless another one is known to cost less. */
const bestesPapier = (erwogen: readonly ErwogenerWeg[]): ErwogenerWeg | undefined => {
  const possible = papier
    .map((kanal) => erwogen.find((one) => one.kanal === kanal))
    .filter((one) => one?.moeglich === true);
  return possible.reduce((best, one) => {
    if (one?.cent == null || best?.cent == null) return best;
    return one.cent < best.cent ? one : best;
  }, possible[0]);
};

type Bevorzugt = 'portal' | 'email' | 'papier';

const wunschOf = ({ wunsch }: Wahlfakten): Bevorzugt | undefined => {
  if (wunsch === null) return undefined;
  return wunsch === 'email' || wunsch === 'portal' ? wunsch : 'papier';
};

const vorliebeOf = ({ empfang }: Wahlfakten): Bevorzugt | undefined => {
  const weg = empfang?.bevorzugterWeg ?? undefined;
  return weg === 'post' ? 'papier' : weg;
};

/** Who asked for what, the clerk before the recipient, and what is taken when nobody did. */
const reihenfolge = (facts: Wahlfakten): { weg: Bevorzugt; weil: string }[] => {
  const wunsch = wunschOf(facts);
  const vorliebe = vorliebeOf(facts);
  const asked = [
    ...(wunsch === undefined ? [] : [{ weg: wunsch, weil: 'von der Sachbearbeitung gewählt' }]),
    ...(vorliebe === undefined
      ? []
      : [{ weg: vorliebe, weil: 'von der Empfängerin oder dem Empfänger gewünscht' }]),
  ];
  const rest = (['portal', 'email', 'papier'] as const).map((weg) => ({
    weg,
    weil: weg === 'papier' ? 'kein anderer Weg kommt in Betracht' : 'erlaubt und ohne Porto',
  }));
  return [...asked, ...rest];
};

const cents = (cent: number | null): string =>
  cent === null || cent === 0 ? '' : ` (${(cent / 100).toFixed(2).replace('.', ',')} €)`;

const grundOf = (
  facts: Wahlfakten,
  erwogen: readonly ErwogenerWeg[],
  taken: { way: ErwogenerWeg; weil: string },
): string => {
  const { way, weil } = taken;
  const wish = facts.wunsch;
  const refused =
    wish === null || (isPapier(wish) && isPapier(way.kanal)) || wish === way.kanal
      ? undefined
      : erwogen.find((one) => one.kanal === wish);
  const instead = refused === undefined ? '' : ` Statt ${wegName[refused.kanal]}: ${refused.grund}`;
  return `${wegName[way.kanal]}${cents(way.cent)}, ${weil}. ${way.grund}${instead}`;
};

/**
 * Chooses the way of a letter by the law, the wishes of clerk and recipient, and the price; tells of every way why it
 * is or is not possible. `kanal` is undefined when there is none: then a person has to decide.
 */
export const waehleKanal = (facts: Wahlfakten): Kanalwahl => {
  const erwogen: ErwogenerWeg[] = alle.map((kanal) => ({
    kanal,
    ...urteilOf(facts, kanal),
    cent: facts.wege.find((one) => one.kanal === kanal)?.kosten?.cent ?? null,
  }));
  for (const { weg, weil } of reihenfolge(facts)) {
    // A wish for one way of paper is a wish for paper: which of them is the city's to choose, but it comes first.
    const wished = erwogen.find((one) => one.kanal === facts.wunsch && one.moeglich);
    const way =
      weg === 'papier'
        ? isPapier(facts.wunsch) && facts.wunsch !== 'druck' && wished !== undefined
          ? wished
          : bestesPapier(erwogen)
        : erwogen.find((one) => one.kanal === weg && one.moeglich);
    if (way !== undefined) {
      return { kanal: way.kanal, grund: grundOf(facts, erwogen, { way, weil }), erwogen };
    }
  }
  return {
    kanal: undefined,
    grund: 'Kein Weg ist möglich. Bitte prüfen Sie Anschrift, Einwilligung und Vorlage.',
    erwogen,
  };
};
