import type { DetailWanted } from './page-look.js';

/** PDF standards that letters are made in; PDF/A-2a and 3a also claim PDF/UA-1, which the others cannot keep. */
export type PdfStandard = 'a-2a' | 'a-3a' | 'a-2b' | 'a-1b';

/** The sources of a template: its main file and the files that it imports, by path below the templates. */
export interface TemplateSource {
  main: string;
  files: Readonly<Record<string, Buffer>>;
  /** Hash over all of them; equal sources are compiled once. */
  hash: string;
}

/** What the parent asks of the child; `data` is JSON that the template reads and prints literally. */
export interface TypesetRequest {
  id: number;
  task: 'typeset';
  template: TemplateSource;
  data: string;
  standard: PdfStandard;
  /** Also draw the pages, this many pixels wide. */
  imageWidth?: number;
}

/** Draws pages of a PDF that we made ourselves; foreign files go to the parser. */
export interface DrawRequest {
  id: number;
  task: 'draw';
  pdf: Buffer;
  /** Page from 1; without it all pages. */
  page?: number;
  imageWidth: number;
}

/** Reads the words of a PDF that we made ourselves, with their places. */
export interface ReadRequest {
  id: number;
  task: 'read';
  pdf: Buffer;
  /** Page from 1. */
  page: number;
}

/** Looks at one page of a PDF that we made ourselves: grey pixels, sharper parts, words. */
export interface LookRequest {
  id: number;
  task: 'look';
  pdf: Buffer;
  /** Page from 1. */
  page: number;
  dpi: number;
  details: readonly DetailWanted[];
}

export type ChildRequest = TypesetRequest | DrawRequest | ReadRequest | LookRequest;

/** A drawn page as PNG. */
export interface PageImage {
  number: number;
  width: number;
  height: number;
  png: Buffer;
}

/** Why a letter cannot be set as it is; the text comes from the parent. */
export interface Refusal {
  code: string;
  /** Characters that the font lacks. */
  characters?: string[];
}

export type ChildAnswer =
  | { id: number; kind: 'done'; result: unknown; residentBytes: number }
  | { id: number; kind: 'refused'; refusal: Refusal; residentBytes: number }
  /** `fault` quotes no document content. */
  | { id: number; kind: 'failed'; fault: string; residentBytes: number };

/** Raised inside the child only. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}
