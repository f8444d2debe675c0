import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { formatInstant } from '#web/format.js';
import { Badge } from '#web/ui/feedback.js';
import { Facts } from '#web/ui/page.js';
import { vorgangZustaende } from '#web/words.js';

/** The metadata of a Vorgang under their names of xdomea. */
export const VorgangFacts = ({ vorgang }: { vorgang: VorgangDetail }) => {
  const state = vorgangZustaende[vorgang.zustand];
  return (
    <Facts
      entries={[
        ['Bearbeitungsstatus', <Badge key="zustand" tone={state.tone} text={state.text} />],
        [
          'Akte',
          <a key="akte" href={`/akten/${vorgang.akte.id}`}>
            {vorgang.akte.kennzeichen} {vorgang.akte.betreff}
          </a>,
        ],
        [
          'Aktenplaneinheit',
          <a key="plan" href={`/aktenplan?einheit=${vorgang.aktenplaneinheit.id}`}>
            {vorgang.aktenplaneinheit.kennzeichen} {vorgang.aktenplaneinheit.titel}
          </a>,
        ],
        [
          'Federführung',
          `${vorgang.organisationseinheit.kuerzel} ${vorgang.organisationseinheit.name}`,
        ],
        ['Bearbeiter/in', vorgang.bearbeiter?.name ?? 'nicht bestimmt'],
        [
          'Vertraulichkeit',
          vorgang.vertraulichkeit === 0 ? 'Einheit' : 'Nur Bearbeiter/in und Leitung',
        ],
        ['Angelegt', formatInstant(vorgang.createdAt)],
      ]}
    />
  );
};
