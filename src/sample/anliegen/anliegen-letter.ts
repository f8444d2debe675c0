import type { GeneratedLetter } from '../letter.js';
import type { Anliegen } from './anliegen.js';

/**
 * The matter as a letter that can be put on paper. Its truth says what the paper needs; the kinds of matters are
 * others than those of the sample city's letters, so that `kind` is the nearest of those and no label.
 */
export const letterOfAnliegen = ({ id, einheit, zeit, blocks }: Anliegen): GeneratedLetter => {
  const signature = blocks.find((block) => block.type === 'signature');
  const name = signature?.type === 'signature' ? signature.name : '';
  const sender = blocks.some(({ type }) => type === 'sender')
    ? []
    : [{ type: 'sender', lines: [name] } as const];
  return {
    truth: {
      id,
      kind: 'auskunftsersuchen',
      organisationseinheit: einheit,
      kennzeichen: '11.10',
      geschaeftszeichenMistyped: false,
      sender: {
        art: 'citizen',
        name,
        strasse: '',
        plz: '',
        ort: '',
      },
      datum: zeit,
      betreff: '',
      betraege: [],
      einschreiben: false,
    },
    style: { layout: 'citizen', font: 'Noto Sans', sizePt: 11, accent: '#000000' },
    blocks: [...sender, { type: 'recipient', lines: ['Stadtverwaltung', 'Rathaus'] }, ...blocks],
  };
};
