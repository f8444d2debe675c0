import { Parser } from 'htmlparser2';

/** Attributes of an element, their names with prefix as they stand. */
export type Attributes = Readonly<Record<string, string>>;

/** What is called for each element, in the order of the file. */
export interface Handlers {
  open?: (name: string, attributes: Attributes) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** Elements within each other; nobody's letter is deeper. */
const mostDepth = 400;

class TooDeep extends Error {}

/**
 * Reads XML as it flows; false where it is deeper than any letter and the rest was left out. Entities of a DTD are not
 * replaced, nothing is loaded, and what is not well-formed ends where it ends.
 */
export const readXml = (xml: string, handlers: Handlers): boolean => {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        if (depth > mostDepth) throw new TooDeep();
        handlers.open?.(name, attributes);
      },
      onclosetag: (name) => {
        handlers.close?.(name);
        depth -= 1;
      },
      ontext: (text) => {
        handlers.text?.(text);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.write(xml);
    parser.end();
    return true;
  } catch (error) {
    if (error instanceof TooDeep) return false;
    throw error;
  }
};
