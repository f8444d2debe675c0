import { officeTypes } from './read-office.js';

const [docx, xlsx, pptx, odt, ods] = officeTypes;
const storage = 'application/x-ole-storage';

/** The import filters of LibreOffice by media type. */
const filters: Readonly<Record<string, string>> = {
  [docx]: 'MS Word 2007 XML',
  [xlsx]: 'Calc MS Excel 2007 XML',
  [pptx]: 'Impress MS PowerPoint 2007 XML',
  [odt]: 'writer8',
  [ods]: 'calc8',
  'application/vnd.oasis.opendocument.presentation': 'impress8',
  'application/rtf': 'Rich Text Format',
};

/** A compound file is what its main stream says (MS-DOC, MS-XLS, MS-PPT); the names stand in UTF-16. */
const streams: readonly [name: string, filter: string][] = [
  ['WordDocument', 'MS Word 97'],
  ['Workbook', 'MS Excel 97'],
  ['PowerPoint Document', 'MS PowerPoint 97'],
];

/** Whether documents of this type may be ones that LibreOffice knows. */
export const isConvertible = (mediaType: string): boolean =>
  mediaType === storage || filters[mediaType] !== undefined;

/** With which filter LibreOffice opens a document; undefined where it knows none for it. */
export const filterOf = (mediaType: string, bytes: Buffer): string | undefined =>
  mediaType === storage
    ? streams.find(([name]) => bytes.includes(Buffer.from(name, 'utf16le')))?.[1]
    : filters[mediaType];
