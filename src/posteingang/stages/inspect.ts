import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getItem, type Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { saveFound } from './save-found.js';

/** What holds letters and is none. */
const containers: readonly string[] = [
  'message/rfc822',
  'application/vnd.ms-outlook',
  'application/zip',
  'application/xml',
];

/** Whether a file of this type is opened by the stage after this one and not looked at here. */
export const isContainer = (mediaType: string): boolean => containers.includes(mediaType);

const embedded = 'Enthält eingebettete Dateien.';

/** What a person should know of a file that can be read all the same. */
const hints: Readonly<Record<string, string>> = {
  'pdf-attachments': embedded,
  'pdf-signed': 'Elektronisch signiert; gültig ist das unveränderte Original.',
  'pdf-scripts': 'Enthält Skripte; sie werden nicht ausgeführt.',
  'pdf-repaired': 'Die Datei war beschädigt und konnte repariert werden.',
  'pdf-xfa': 'Formular einer Bauart (XFA), die nur manche Programme ganz anzeigen.',
};

const hintOf = (problems: readonly string[]): string | null =>
  problems.flatMap((problem) => hints[problem] ?? []).join(' ') || null;

/** Whether a part was found to carry files of its own. */
export const carriesFiles = (part: Part): boolean => part.hinweis?.includes(embedded) === true;

/** Opens the file for the first time, in a parser child: type, number of pages, limits. */
export const inspect = (deps: PosteingangDeps): Stage => ({
  name: 'inspect',
  queue: 'heavy',
  appliesTo: async (tx, itemId) => !isContainer((await getItem(tx, itemId)).mediaType),
  run: async ({ itemId, signal }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    if (isContainer(item.mediaType)) return {};
    const found = await deps.blobs.withLocalFile(item.sha256, (path) =>
      deps.parser.inspect({ path, key: item.sha256, mediaType: item.mediaType, signal }),
    );
    const pages = found.pageCount ?? 1;
    return {
      write: async (tx) => {
        await saveFound(tx, itemId, [
          {
            position: 0,
            rolle: 'original',
            dateiname: item.dateiname,
            mediaType: item.mediaType,
            sha256: item.sha256,
            size: item.size,
            seitenzahl: pages,
            ersteSeite: 1,
            hinweis: hintOf(found.problems),
          },
        ]);
      },
    };
  },
});
