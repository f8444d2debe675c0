import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';

/** Which wall stands around the children that open hostile input; `reason` is German, for the status page. */
export interface Isolation {
  kind: 'bubblewrap' | 'process';
  reason: string;
}

/** What the operator asked for; `auto` takes the strongest that the machine offers. */
export type WantedIsolation = 'auto' | 'bubblewrap' | 'process';

/** One child: what it runs, what it may see, what it may use up. */
export interface SandboxRequest {
  /** Compiled entry file relative to the project root, e.g. `dist/src/tools/parser/child.js`. */
  entry: string;
  /** Files or folders that the child may read, in the order in which `paths.read` names them inside. */
  read: readonly string[];
  /** Folders of the machine that programs need, seen under their own names; missing ones are left out. Only in a container. */
  system?: readonly string[];
  /** The one folder that the child may write to. */
  write?: string;
  memoryMb: number;
  /** Processor seconds over the whole life of the child; absent for children that serve many pages. */
  cpuSeconds?: number;
  /** Largest single file that the child may write. */
  fileMb: number;
  /** The child starts worker threads (tesseract.js does). */
  threads?: boolean;
  /** The child starts programs among `read`; they stand behind the same wall and under the same limits. */
  programs?: boolean;
}

/** The command to spawn and the paths under which the child finds its input and output. */
export interface SandboxCommand {
  file: string;
  args: string[];
  paths: { read: string[]; write: string };
}

/** Builds commands for one kind of isolation that has been tried on this machine. */
export interface Sandbox {
  isolation: Isolation;
  command(request: SandboxRequest): SandboxCommand;
}

const programFolders = ['/usr/bin', '/bin', '/usr/local/bin'];
const findProgram = (name: string): string | undefined =>
  programFolders.map((folder) => join(folder, name)).find((path) => existsSync(path));

const megabytes = (count: number): number => Math.round(count * 1024 * 1024);

/** The hard limit lies above the soft one, so that the child ends by SIGXCPU and the cause can be told. */
const cpuLimit = (seconds: number): string =>
  `--cpu=${Math.ceil(seconds)}:${Math.ceil(seconds) + 2}`;

const limitArgs = (prlimit: string | undefined, request: SandboxRequest): string[] =>
  prlimit === undefined
    ? []
    : [
        prlimit,
        // Only --data works with Node: V8 and WebAssembly reserve far more address space than they use.
        `--data=${megabytes(request.memoryMb)}`,
        ...(request.cpuSeconds === undefined ? [] : [cpuLimit(request.cpuSeconds)]),
        `--fsize=${megabytes(request.fileMb)}`,
        '--nofile=256',
        '--core=0',
        '--',
      ];

const nodeArgs = (request: SandboxRequest): string[] => [
  `--max-old-space-size=${Math.max(64, Math.floor(request.memoryMb * 0.6))}`,
  '--no-warnings',
  '--disable-proto=delete',
  // Without helper threads of its own a child takes a seventh less processor time, and all cores have work anyhow.
  ...(request.threads === true ? [] : ['--single-threaded']),
];

const splitCommand = (words: string[], paths: SandboxCommand['paths']): SandboxCommand => {
  const [file, ...args] = words;
  if (file === undefined) throw new Error('a command needs a program');
  return { file, args, paths };
};

/** Shared libraries that Node and sharp load; nothing else of the machine is visible inside. */
const libraryFolders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/lib', '/lib64'];

const bubblewrapCommand = (bwrap: string, prlimit: string | undefined, request: SandboxRequest) => {
  const inside = request.read.map((_path, index) => `/in/${index}`);
  const root = projectRoot();
  const visible = [
    ...[...libraryFolders, '/etc/ld.so.cache', ...(request.system ?? [])].flatMap((path) => [
      ...['--ro-bind-try', path, path],
    ]),
    ...['--ro-bind', realpathSync(process.execPath), '/app/node'],
    ...['package.json', 'dist', 'node_modules'].flatMap((name) => [
      '--ro-bind',
      join(root, name),
      `/app/${name}`,
    ]),
    ...request.read.flatMap((path, index) => ['--ro-bind', path, `/in/${index}`]),
    ...(request.write === undefined ? [] : ['--bind', request.write, '/out']),
  ];
  const words = [
    ...limitArgs(prlimit, request),
    bwrap,
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv'],
    ...['--cap-drop', 'ALL', '--uid', '65534', '--gid', '65534', '--hostname', 'sandbox'],
    // There is no /proc inside, so that nothing about other processes can be read.
    ...['--dev', '/dev', '--tmpfs', '/tmp', ...visible, '--chdir', '/app'],
    ...['/app/node', ...nodeArgs(request), `/app/${request.entry}`],
  ];
  return splitCommand(words, { read: inside, write: '/out' });
};

const readPattern = (path: string): string => {
  const real = realpathSync(path);
  return statSync(real).isDirectory() ? join(real, '*') : real;
};

/** Node's own permission model: weaker than a sandbox, yet it closes the file system and child processes. */
const permissionArgs = (request: SandboxRequest): string[] => {
  const flag = ['--permission', '--experimental-permission'].find((name) =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  if (flag === undefined) return [];
  const root = realpathSync(projectRoot());
  const readable = [join(root, 'package.json'), join(root, 'dist/*'), join(root, 'node_modules/*')];
  return [
    flag,
    '--allow-addons',
    ...(request.threads === true ? ['--allow-worker'] : []),
    ...(request.programs === true ? ['--allow-child-process'] : []),
    ...[...readable, ...request.read.map(readPattern)].map((path) => `--allow-fs-read=${path}`),
    ...(request.write === undefined
      ? []
      : ['read', 'write'].map(
          (mode) => `--allow-fs-${mode}=${join(realpathSync(request.write ?? ''), '*')}`,
        )),
  ];
};

const processCommand = (prlimit: string | undefined, request: SandboxRequest): SandboxCommand =>
  splitCommand(
    [
      ...limitArgs(prlimit, request),
      realpathSync(process.execPath),
      ...nodeArgs(request),
      ...permissionArgs(request),
      join(realpathSync(projectRoot()), request.entry),
    ],
    {
      read: request.read.map((path) => realpathSync(path)),
      write: request.write === undefined ? '' : realpathSync(request.write),
    },
  );

const probeRequest: SandboxRequest = {
  entry: 'dist/src/tools/sandbox/probe.js',
  read: [],
  memoryMb: 512,
  cpuSeconds: 10,
  fileMb: 1,
};

/** Tries the command once; undefined when it works, otherwise what it said. */
const probe = (command: SandboxCommand): string | undefined => {
  const run = spawnSync(command.file, command.args, {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 15_000,
  });
  if (run.status === 0 && run.stdout === 'inside') return undefined;
  const said = run.error?.message ?? run.stderr.trim().split('\n').at(-1) ?? '';
  return said.slice(0, 200) || `Ende mit Code ${run.status}`;
};

const withoutLimits = 'prlimit (Debian-Paket util-linux) fehlt: keine Speichergrenze des Systems.';

/**
 * Finds the strongest isolation that really works here by starting one child in it.
 * Throws `ConfigInvalid` when bubblewrap is demanded and does not work.
 */
export const createSandbox = (wanted: WantedIsolation): Sandbox => {
  const prlimit = findProgram('prlimit');
  const limits = prlimit === undefined ? ` ${withoutLimits}` : '';
  const bwrap = findProgram('bwrap');
  const refusal =
    wanted === 'process'
      ? 'so eingestellt'
      : bwrap === undefined
        ? 'bubblewrap (Debian-Paket bubblewrap) ist nicht installiert'
        : probe(bubblewrapCommand(bwrap, prlimit, probeRequest));
  if (bwrap !== undefined && refusal === undefined) {
    const reason = `Jede Datei wird in einem eigenen Container ohne Netz geöffnet (bubblewrap).${limits}`;
    return {
      isolation: { kind: 'bubblewrap', reason },
      command: (request) => bubblewrapCommand(bwrap, prlimit, request),
    };
  }
  if (wanted === 'bubblewrap') {
    throw new ConfigInvalid({
      code: 'isolation-unavailable',
      message: `isolation is set to bubblewrap, which does not work here: ${refusal}`,
    });
  }
  const reason = `Jede Datei wird in einem eigenen Prozess mit leerer Umgebung geöffnet, aber ohne Container und ohne Netzsperre: ${refusal}.${limits}`;
  return {
    isolation: { kind: 'process', reason },
    command: (request) => processCommand(prlimit, request),
  };
};
