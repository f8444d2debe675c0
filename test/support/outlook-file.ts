import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';

const root = 5;
const storage = 1;
const stream = 2;

/** One property of text or bytes: `0037001F` is the subject in Unicode, `0037001E` in a code page. */
export type OutlookProperty = readonly [tag: string, value: Buffer];

/** Text of a property in Unicode. */
export const unicode = (tag: string, text: string): OutlookProperty => [
  `${tag}001F`,
  Buffer.from(text, 'utf16le'),
];

interface Message {
  properties: readonly OutlookProperty[];
  attachments?: readonly (readonly OutlookProperty[])[];
}

/** A message as Outlook saves it (MS-OXMSG), with as much as a reader needs. */
export const outlookFile = ({ properties, attachments = [] }: Message): Buffer => {
  const entries: Entry[] = [{ name: 'Root Entry', type: root, length: 0, children: [] }];
  const add = (parent: number, name: string, bytes?: Buffer): number => {
    const at = entries.length;
    entries[parent]?.children?.push(at);
    entries.push(
      bytes === undefined
        ? { name, type: storage, length: 0, children: [] }
        : {
            name,
            type: stream,
            length: bytes.length,
            binaryProvider: () => Uint8Array.from(bytes),
          },
    );
    return at;
  };
  const fill = (parent: number, list: readonly OutlookProperty[], headBytes: number): void => {
    add(parent, '__properties_version1.0', Buffer.alloc(headBytes));
    for (const [tag, value] of list) add(parent, `__substg1.0_${tag}`, value);
  };
  fill(0, properties, 32);
  for (const [index, list] of attachments.entries())
    fill(add(0, `__attach_version1.0_#${index.toString(16).padStart(8, '0')}`), list, 8);
  return Buffer.from(burn(entries));
};
