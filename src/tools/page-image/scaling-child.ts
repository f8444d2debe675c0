import type { Sandbox } from '../sandbox/isolation.js';
import { spawnSandboxed } from '../sandbox/spawn-sandboxed.js';
import { type ScaleAnswer, scaleAnswer } from './protocol.js';

/** A warm scaling child that works on one image at a time. */
export interface ScalingChild {
  isAlive(): boolean;
  /** Undefined when the image cannot be read, took too long or broke the child. */
  scale(image: Buffer, width: number): Promise<Buffer | undefined>;
  /** Images scaled so far. */
  served(): number;
  kill(): void;
}

const memoryMb = 512;
const timeoutMs = 10_000;
const maxMessageBytes = 32 * 1024 * 1024;

const parse = (line: string): ScaleAnswer | undefined => {
  try {
    return scaleAnswer.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/** Starts a child behind the same wall as the parser's: it sees no file and no network. */
export const startScalingChild = (sandbox: Sandbox): ScalingChild => {
  let onAnswer: (answer: ScaleAnswer | undefined) => void = () => undefined;
  let alive = true;
  let served = 0;
  const child = spawnSandboxed({
    command: sandbox.command({
      entry: 'dist/src/tools/page-image/child.js',
      read: [],
      memoryMb,
      fileMb: 1,
    }),
    maxMessageBytes,
    onMessage: (line) => {
      const answer = parse(line);
      if (answer?.type === 'ready') return;
      // An answer of another shape comes from a child that cannot be trusted any more.
      if (answer === undefined) child.kill('output');
      else onAnswer(answer);
    },
  });
  void child.ended.then(() => {
    alive = false;
    onAnswer(undefined);
  });
  return {
    isAlive: () => alive,
    served: () => served,
    kill: () => {
      alive = false;
      child.kill('abort');
    },
    scale: (image, width) =>
      new Promise((resolve) => {
        if (!alive) {
          resolve(undefined);
          return;
        }
        served += 1;
        const id = served;
        const timer = setTimeout(() => child.kill('time'), timeoutMs);
        onAnswer = (answer) => {
          clearTimeout(timer);
          const isOurs = answer?.type === 'scaled' && answer.id === id;
          resolve(isOurs ? Buffer.from(answer.jpeg, 'base64') : undefined);
        };
        const message = { id, width, image: image.toString('base64') };
        child.stdin.write(`${JSON.stringify(message)}\n`);
      }),
  };
};
