import { useState } from 'preact/hooks';
import type { Block } from '#postausgang/postausgang.schema.js';
import type { TextbausteinListe } from '#postausgang/vorlagenverwaltung/textbaustein.schema.js';
import { api } from '#web/api.js';
import { Dialog } from '#web/ui/dialog.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { useLoad } from '#web/use-load.js';

const beginningOf = (block: Block | undefined): string => {
  switch (block?.art) {
    case 'absatz':
      return block.laeufe.map((lauf) => lauf.text).join('');
    case 'ueberschrift':
    case 'rechtsbehelfsbelehrung':
      return block.text;
    case 'liste':
      return block.punkte.join(' · ');
    default:
      return '';
  }
};

/** Looks for a Textbaustein and puts it into the letter; Enter takes the first one. */
export const TextbausteinDialog = (props: {
  vorlage: string;
  vorgangId: string;
  onInsert: (blocks: readonly Block[]) => void;
  onClose: () => void;
}) => {
  const [suche, setSuche] = useState('');
  const { vorlage, vorgangId } = props;
  const query = { suche, vorlage, vorgangId };
  const list = useLoad(JSON.stringify(query), (signal) =>
    api.get<TextbausteinListe>('/api/textbausteine', { query, signal }),
  );
  const found = list.data?.textbausteine;
  const insert = (blocks: readonly Block[] | undefined): void => {
    if (blocks !== undefined) props.onInsert(blocks);
  };
  return (
    <Dialog title="Textbaustein einfügen" onClose={props.onClose} wide>
      <TextField
        label="Suchen"
        hint="Titel, Schlagwort oder Text; die Eingabetaste übernimmt den ersten Treffer"
        type="search"
        value={suche}
        onInput={setSuche}
        onEnter={() => insert(found?.[0]?.bloecke)}
      />
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {found === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : found.length === 0 ? (
        <Empty title="Kein Textbaustein gefunden" />
      ) : (
        <ul class="modules" aria-label="Treffer">
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" class="modules__entry" onClick={() => insert(one.bloecke)}>
                <span class="modules__title">{one.titel}</span>
                <span class="muted small">{beginningOf(one.bloecke[0]).slice(0, 160)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
};
