import type { BetriebMeldung, BetriebStatus, Postfach, Scanordner } from './betrieb.schema.js';

type Add = (stufe: BetriebMeldung['stufe'], condition: boolean, text: string) => void;

const collect = (fill: (add: Add) => void): BetriebMeldung[] => {
  const found: BetriebMeldung[] = [];
  fill((stufe, condition, text) => {
    if (condition) found.push({ stufe, text });
  });
  return found;
};

/** From this age on due work is a warning to the operator, in seconds. */
const lateAfterSeconds = 300;

const folderNotices = (folder: Scanordner): BetriebMeldung[] =>
  collect((add) => {
    const late = folder.aeltesteSekunden ?? 0;
    add(
      'warnung',
      late > lateAfterSeconds,
      `Im Scanordner „${folder.station}“ wartet eine Datei seit ${Math.round(late / 60)} Minuten.`,
    );
    add('warnung', folder.stoerung !== '', `Scanordner „${folder.station}“: ${folder.stoerung}`);
    add(
      'warnung',
      folder.geprueftSekunden > lateAfterSeconds,
      `In den Scanordner „${folder.station}“ wurde seit ${Math.round(folder.geprueftSekunden / 60)} Minuten nicht mehr gesehen. Läuft der Dienst keeper?`,
    );
  });

const mailNotices = (one: Postfach): BetriebMeldung[] => {
  const found: BetriebMeldung[] = [];
  const add: Add = (stufe, condition, text) => {
    if (condition) found.push({ stufe, text: `${one.name}: ${text}` });
  };
  const late = one.kontaktSekunden ?? 0;
  add(
    'stoerung',
    one.differenz > 0,
    `${one.differenz} E-Mails wurden gesehen oder quittiert und sind nicht angekommen. Bitte sofort prüfen.`,
  );
  add(
    'warnung',
    one.beiseite > 0,
    `${one.beiseite} Nachrichten konnten nicht übernommen werden. Sie liegen im Ordner für Nichtverarbeitetes; bitte ansehen und von dort wegnehmen.`,
  );
  add('warnung', one.stoerung !== '', one.stoerung);
  add(
    'warnung',
    late > lateAfterSeconds,
    `seit ${Math.round(late / 60)} Minuten kein Kontakt. Läuft der Dienst mail?`,
  );
  return found;
};

const outboundNotices = ({
  postausgang,
  eingangsbestaetigungen,
}: Pick<BetriebStatus, 'postausgang' | 'eingangsbestaetigungen'>): BetriebMeldung[] =>
  collect((add) => {
    add(
      'warnung',
      postausgang.unklar > 0,
      `Bei ${postausgang.unklar} Schreiben ist ungewiss, ob sie hinausgegangen sind.`,
    );
    add(
      'warnung',
      postausgang.gescheitert > 0,
      `${postausgang.gescheitert} Schreiben konnten nicht versandt werden.`,
    );
    const { unklar, gescheitert } = eingangsbestaetigungen;
    add(
      'hinweis',
      unklar + gescheitert > 0,
      `Eingangsbestätigungen der letzten 7 Tage: bei ${unklar} ist ungewiss, ob sie hinausgegangen sind, ${gescheitert} konnten nicht versandt werden. Sie werden nicht wiederholt.`,
    );
  });

/** What the parts say of themselves: a virus check that does not answer, a certificate that is about to end. */
const partNotices = (teile: BetriebStatus['teile']): BetriebMeldung[] =>
  teile.flatMap(({ name, zustand, text }): BetriebMeldung[] => {
    if (zustand === 'in_ordnung' || zustand === 'aus') return [];
    if (name === 'Virenprüfung') return [{ stufe: 'stoerung', text: `${name}: ${text}` }];
    return name === 'Mailrelay' ? [{ stufe: 'warnung', text }] : [];
  });

/** What needs attention, worst first within each part. */
export const noticesOf = (
  status: Omit<BetriebStatus, 'meldungen'>,
  queueFaults: readonly string[],
): BetriebMeldung[] => {
  const found: BetriebMeldung[] = [];
  const add: Add = (stufe, condition, text) => {
    if (condition) found.push({ stufe, text });
  };
  const { bilanz, platte, isolation, aeltesteFaelligSekunden: age } = status;
  add(
    'stoerung',
    bilanz.differenz !== 0,
    `Die Bilanz des Posteingangsbuchs weicht um ${bilanz.differenz} ab. Bitte sofort prüfen.`,
  );
  add(
    'stoerung',
    platte.freiBytes !== null && platte.freiBytes < platte.mindestBytes,
    'Der Speicherplatz ist erschöpft; es wird nichts mehr angenommen.',
  );
  for (const fault of queueFaults) add('warnung', true, fault);
  add(
    'warnung',
    status.quarantaene > 0,
    `${status.quarantaene === 1 ? 'Ein Eingang liegt' : `${status.quarantaene} Eingänge liegen`} in Quarantäne. Bitte entscheiden.`,
  );
  add(
    'warnung',
    status.gedrosselt.length > 0,
    `Post für ${status.gedrosselt.join(', ')} wird nicht mehr allein zugestellt (gedrosselt). Gründe und Zahlen stehen auf der Seite „Modell“.`,
  );
  found.push(...partNotices(status.teile));
  add(
    'warnung',
    age !== null && age > lateAfterSeconds,
    `Die älteste fällige Arbeit wartet seit ${Math.round((age ?? 0) / 60)} Minuten.`,
  );
  found.push(...outboundNotices(status));
  for (const postfach of status.postfaecher)
    for (const { stufe, text } of mailNotices(postfach)) add(stufe, true, text);
  for (const folder of status.scanordner)
    for (const { stufe, text } of folderNotices(folder)) add(stufe, true, text);
  add(
    'hinweis',
    isolation.modus === 'process',
    `Fremde Dateien werden ohne bubblewrap geöffnet: ${isolation.text}`,
  );
  return found;
};
