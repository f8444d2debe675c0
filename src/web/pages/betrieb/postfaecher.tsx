import type { Postfach } from '#betrieb/betrieb.schema.js';
import { formatNumber, formatSeconds } from '#web/format.js';
import type { Column } from '#web/ui/data-table.js';
import { Badge } from '#web/ui/feedback.js';
import type { Tone } from '#web/words.js';

const states: Readonly<Record<Postfach['zustand'], { text: string; tone: Tone }>> = {
  lauscht: { text: 'Verbunden, hört zu', tone: 'success' },
  verbunden: { text: 'Verbunden', tone: 'success' },
  getrennt: { text: 'Getrennt', tone: 'danger' },
};

const ago = (seconds: number | null): string =>
  seconds === null ? 'noch nie' : `vor ${formatSeconds(seconds)}`;

/** The mailboxes and the receiver for mail servers, as the operator reads them. */
export const postfachColumns: readonly Column<Postfach>[] = [
  {
    key: 'quelle',
    title: 'Postfach',
    rowHeader: true,
    wide: true,
    cell: ({ name }) => name,
  },
  {
    key: 'zustand',
    title: 'Zustand',
    noWrap: true,
    cell: ({ zustand }) => <Badge {...states[zustand]} />,
  },
  {
    key: 'kontakt',
    title: 'Letzter Kontakt',
    numeric: true,
    cell: ({ kontaktSekunden }) => ago(kontaktSekunden),
  },
  {
    key: 'letzte',
    title: 'Letzte E-Mail',
    numeric: true,
    cell: ({ letzteSekunden }) => ago(letzteSekunden),
  },
  { key: 'wartend', title: 'Wartend', numeric: true, cell: ({ wartend }) => formatNumber(wartend) },
  {
    key: 'heute',
    title: 'Heute angenommen',
    numeric: true,
    cell: ({ heute }) => formatNumber(heute),
  },
  {
    key: 'beiseite',
    title: 'Beiseitegelegt',
    numeric: true,
    cell: ({ beiseite }) => formatNumber(beiseite),
  },
  {
    key: 'differenz',
    title: 'Fehlend',
    numeric: true,
    cell: ({ differenz }) => formatNumber(differenz),
  },
  { key: 'stoerung', title: 'Bemerkung', wide: true, cell: ({ stoerung }) => stoerung },
];
