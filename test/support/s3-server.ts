import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '#infrastructure/database/embedded/free-port.js';

const run = promisify(execFile);

/** A bucket with versioning in a real S3 service. */
export interface TestBucket {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  bucket: string;
  stop(): Promise<void>;
}

/** What is to be done where `startS3` finds no service. */
export const howToGetS3 =
  'needs an S3 service: apt-get install swift-proxy swift-account swift-container swift-object, or set POSTSTELLE_TEST_S3_URL=http://key:secret@host:port/bucket';

/** A client for looking at a bucket past the store. */
export const s3Client = (at: Omit<TestBucket, 'stop' | 'bucket'>): S3Client =>
  new S3Client({
    region: 'us-east-1',
    endpoint: at.endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: at.accessKeyId, secretAccessKey: at.secretAccessKey },
  });

const fromUrl = (text: string): TestBucket => {
  const url = new URL(text);
  return {
    endpoint: url.origin,
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    bucket: url.pathname.slice(1),
    stop: async () => undefined,
  };
};

/** The filters of the proxy with their own settings, in the order in which a request passes them. */
const filters: Readonly<Record<string, string>> = {
  catch_errors: '',
  proxy_logging: '',
  memcache: '',
  listing_formats: '',
  bulk: '',
  s3api: 'location = us-east-1',
  tempauth: 'user_test_tester = testing .admin',
  slo: '',
  versioned_writes: 'allow_object_versioning = true',
  symlink: '',
};

const common = (folder: string, port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
devices = ${folder}/devices
mount_check = false
log_level = WARNING
`;

const proxySettings = `[pipeline:main]
pipeline = ${Object.keys(filters).join(' ')} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
${Object.entries(filters)
  .map(([name, setting]) => `[filter:${name}]\nuse = egg:swift#${name}\n${setting}`)
  .join('\n')}
`;

const writeServer = async (folder: string, name: string): Promise<string> => {
  const port = await freePort(0);
  const builder = join(folder, `${name}.builder`);
  await run('swift-ring-builder', [builder, 'create', '6', '1', '1']);
  await run('swift-ring-builder', [builder, 'add', `r1z1-127.0.0.1:${port}/one`, '1']);
  await run('swift-ring-builder', [builder, 'rebalance']);
  const path = join(folder, `${name}.conf`);
  const app = `[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`;
  await writeFile(path, common(folder, port) + app);
  return path;
};

const launch = (program: string, settings: string): ChildProcess =>
  spawn(program, [settings], { stdio: 'ignore' });

const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/info`).then(
    (answer) => answer.ok,
    () => false,
  );

const untilReady = async (endpoint: string, servers: readonly ChildProcess[]): Promise<void> => {
  while (!(await answers(endpoint))) {
    const dead = servers.find(({ exitCode }) => exitCode !== null);
    if (dead !== undefined) throw new Error(`${dead.spawnargs.join(' ')} ended by itself`);
    await pause(100);
  }
};

const makeBucket = async (at: Omit<TestBucket, 'stop'>): Promise<void> => {
  const client = s3Client(at);
  await client.send(new CreateBucketCommand({ Bucket: at.bucket }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket: at.bucket, VersioningConfiguration }));
};

const startSwift = async (): Promise<TestBucket> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-swift-'));
  const servers: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of servers.filter(({ exitCode }) => exitCode === null)) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(join(folder, 'devices/one'), { recursive: true });
    for (const name of ['account', 'container', 'object'])
      servers.push(launch(`swift-${name}-server`, await writeServer(folder, name)));
    const port = await freePort(0);
    const settings = join(folder, 'proxy.conf');
    await writeFile(settings, common(folder, port) + proxySettings);
    servers.push(launch('swift-proxy-server', settings));
    const endpoint = `http://127.0.0.1:${port}`;
    const at = {
      endpoint,
      accessKeyId: 'test:tester',
      secretAccessKey: 'testing',
      bucket: 'poststelle',
    };
    await untilReady(endpoint, servers);
    await makeBucket(at);
    return { ...at, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The service of POSTSTELLE_TEST_S3_URL, or OpenStack Swift where it is installed; undefined where neither is. */
export const startS3 = async (): Promise<TestBucket | undefined> => {
  const given = process.env['POSTSTELLE_TEST_S3_URL'];
  if (given) return fromUrl(given);
  const needed = [
    '/usr/bin/swift-proxy-server',
    '/usr/bin/swift-object-server',
    '/etc/swift/swift.conf',
  ];
  const there = await Promise.all(
    needed.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(false) ? undefined : startSwift();
};
