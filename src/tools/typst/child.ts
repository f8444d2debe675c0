// Entry of the typesetting child: a warm process that answers one request after the other.
import { claimAccessibility } from './accessibility.js';
import { createCompiler, TypesetFault } from './compile.js';
import { createPdfReader } from './page-images.js';
import { type ChildAnswer, type ChildRequest, Refused } from './protocol.js';

const compiler = createCompiler();
const reader = createPdfReader();

const typeset = async (request: ChildRequest & { task: 'typeset' }): Promise<unknown> => {
  const plain = compiler.compile(request);
  const bytes = request.standard.endsWith('b') ? plain : await claimAccessibility(plain);
  if (request.imageWidth === undefined) {
    return { bytes, pages: await reader.countPages(bytes), images: [] };
  }
  const { pages, images } = await reader.drawPages({ pdf: bytes, imageWidth: request.imageWidth });
  return { bytes, pages, images };
};

const perform = (request: ChildRequest): Promise<unknown> => {
  switch (request.task) {
    case 'typeset':
      return typeset(request);
    case 'draw':
      return reader.drawPages(request);
    case 'read':
      return reader.readWords(request);
    case 'look':
      return reader.lookAt(request);
  }
};

/** Where an unexpected error came from, without its message, which may quote the letter. */
const placeOf = (error: unknown): string => {
  if (error instanceof TypesetFault) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const place = /([\w.-]+\.(?:js|wasm)):(\d+)/.exec(error.stack ?? '');
  return `${error.constructor.name} at ${place?.[1] ?? '?'}:${place?.[2] ?? '?'}`;
};

const answer = async (request: ChildRequest): Promise<void> => {
  const { id } = request;
  let facts: ChildAnswer;
  try {
    facts = { id, kind: 'done', result: await perform(request), residentBytes: 0 };
  } catch (error) {
    facts =
      error instanceof Refused
        ? { id, kind: 'refused', refusal: error.refusal, residentBytes: 0 }
        : { id, kind: 'failed', fault: placeOf(error), residentBytes: 0 };
  }
  process.send?.({ ...facts, residentBytes: process.memoryUsage().rss });
};

process.on('message', (request) => void answer(request as ChildRequest));
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
