import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'vitest';
import { projectRoot } from '#infrastructure/project-root.js';
import { findProgram } from './needs.js';

/** What the veraPDF engine says of one file. */
export interface PdfaVerdict {
  verdict: 'valid' | 'invalid' | 'unreadable';
  checks: number;
  /** Clause and number of the tests that failed, or why the file could not be read. */
  failed: string;
}

const jar = 'node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar';
const program = 'test/support/PdfaCheck.java';

/** The flavours of ISO 19005 and ISO 14289 that are asked for here. */
export type PdfaFlavour = '1b' | '2a' | '2b' | '2u' | 'ua1';

/**
 * Starts the veraPDF engine on a Java of 11 or later, which takes a few seconds; undefined where there is no
 * compiler. The file of Java is run from its source.
 */
export const startPdfaCheck = (flavour: PdfaFlavour) => {
  const java = findProgram('java');
  if (java === undefined || findProgram('javac') === undefined) return undefined;
  const root = projectRoot();
  const args = ['-Xmx512m', '-cp', join(root, jar), join(root, program), flavour];
  const child = spawn(java, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** Checks one file, also by another flavour; calls must not overlap. */
    check: async (path: string, by: PdfaFlavour = flavour): Promise<PdfaVerdict> => {
      child.stdin.write(`${by}\t${path}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`the veraPDF engine ended: ${said}`);
      const [verdict = '', checks = '0', failed = ''] = line.value.split('\t');
      if (verdict !== 'valid' && verdict !== 'invalid' && verdict !== 'unreadable')
        throw new Error(`the veraPDF engine said ${line.value}`);
      return { verdict, checks: Number(checks), failed };
    },
    close: (): void => void child.stdin.end(),
  };
};

/** The same for a test, which is skipped with the command that installs what is missing. */
export const needsPdfaCheck = (context: TestContext, flavour: PdfaFlavour) => {
  const check = startPdfaCheck(flavour);
  if (check === undefined) {
    return context.skip('a Java compiler is missing: apt-get install openjdk-17-jdk-headless');
  }
  return check;
};
