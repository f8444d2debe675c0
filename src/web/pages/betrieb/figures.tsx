import type { BetriebStatus } from '#betrieb/betrieb.schema.js';
import { formatNumber, formatSeconds } from '#web/format.js';

interface Figure {
  name: string;
  value: string;
  note: string;
  isBad?: boolean;
}

const oldest = (seconds: number | null): string =>
  seconds === null ? '' : `ältester seit ${formatSeconds(seconds)}`;

const figuresOf = (status: BetriebStatus): Figure[] => {
  const { bilanz, clearing, postausgang } = status;
  return [
    {
      name: 'In Bearbeitung',
      value: formatNumber(bilanz.inBearbeitung),
      note:
        status.aeltesteFaelligSekunden === null
          ? 'nichts überfällig'
          : `älteste fällige Arbeit: ${formatSeconds(status.aeltesteFaelligSekunden)}`,
    },
    {
      name: 'Im Clearing',
      value: formatNumber(clearing.anzahl),
      note: oldest(clearing.aeltestesSekunden),
    },
    {
      name: 'Zugeordnet',
      value: formatNumber(bilanz.zugeordnet),
      note: `von ${formatNumber(bilanz.angenommen)} angenommenen Eingängen`,
    },
    {
      name: 'Versand unterwegs',
      value: formatNumber(postausgang.unterwegs),
      note: `${formatNumber(postausgang.gescheitert)} gescheitert`,
    },
    {
      name: 'Versand ungeklärt',
      value: formatNumber(postausgang.unklar),
      note: postausgang.unklar === 0 ? 'nichts zu klären' : 'eine Person muss entscheiden',
      isBad: postausgang.unklar > 0,
    },
    {
      name: 'Differenz der Bilanz',
      value: formatNumber(bilanz.differenz),
      note:
        bilanz.differenz === 0
          ? 'jeder Eingang ist nachgewiesen'
          : 'angenommene Eingänge ohne Nachweis',
      isBad: bilanz.differenz !== 0,
    },
  ];
};

/** The figures that an operator looks at first. */
export const Figures = ({ status }: { status: BetriebStatus }) => (
  <dl class="figures">
    {figuresOf(status).map((figure) => (
      <div key={figure.name} class={figure.isBad === true ? 'figure figure--bad' : 'figure'}>
        <dt>{figure.name}</dt>
        <dd class="figure__value">{figure.value}</dd>
        <dd class="figure__note muted small">{figure.note}</dd>
      </div>
    ))}
  </dl>
);
