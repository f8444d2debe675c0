import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './needs.js';
import { freePort } from './redis.js';
import { listensAt, type Started, startServer } from './started.js';

/** A real printer of this test. */
export interface Printer {
  url: string;
  port: number;
  /** What has been printed, as it came. */
  printed: () => Promise<Buffer[]>;
  stop: () => Promise<void>;
}

const dbusConfig = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
`;

const avahiConfig = `[server]
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[wide-area]
enable-wide-area=no
`;

/** The bus and the name service without which the reference printer does not start; on the loopback only. */
const startNameService = async (folder: string): Promise<{ bus: string; parts: Started[] }> => {
  const socket = join(folder, 'bus');
  await writeFile(join(folder, 'dbus.conf'), dbusConfig(socket));
  await writeFile(join(folder, 'avahi.conf'), avahiConfig);
  const bus = `unix:path=${socket}`;
  const dbus = await startServer({
    program: findProgram('dbus-daemon') ?? 'dbus-daemon',
    args: ['--config-file', join(folder, 'dbus.conf'), '--nofork', '--nopidfile'],
    logFile: join(folder, 'dbus.log'),
    ready: async () => (await readdir(folder)).includes('bus'),
  });
  const avahi = await startServer({
    program: findProgram('avahi-daemon') ?? 'avahi-daemon',
    args: ['-f', join(folder, 'avahi.conf'), '--no-drop-root', '--no-chroot', '--no-rlimits'],
    logFile: join(folder, 'avahi.log'),
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus },
    ready: async () =>
      (await readFile(join(folder, 'avahi.log'), 'utf8')).includes('Server startup complete'),
  });
  return { bus, parts: [avahi, dbus] };
};

/** The reference printer of the Printer Working Group's sample code, as Debian ships it; as root only. */
export const startReferencePrinter = async (): Promise<Printer> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-printer-'));
  const names = await startNameService(folder);
  const port = await freePort();
  const spool = join(folder, 'spool');
  await mkdir(spool);
  const printer = await startServer({
    program: findProgram('ippeveprinter') ?? 'ippeveprinter',
    args: [
      ...['-p', String(port), '-d', spool, '-k', '-2', '-s', '1000,1000'],
      ...['-f', 'application/pdf', '-n', 'localhost', 'Poststelle'],
    ],
    logFile: join(folder, 'printer.log'),
    env: { DBUS_SYSTEM_BUS_ADDRESS: names.bus },
    ready: () => listensAt(port),
  });
  return {
    port,
    url: `ipp://127.0.0.1:${port}/ipp/print`,
    printed: async () => {
      const files = (await readdir(spool)).filter((name) => name.endsWith('.pdf')).sort();
      return Promise.all(files.map((name) => readFile(join(spool, name))));
    },
    stop: async () => {
      for (const part of [printer, ...names.parts]) await part.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const cupsConfig = (port: number): string => `Listen 127.0.0.1:${port}
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobHistory Yes
PreserveJobFiles No
MultipleOperationTimeout 60
MaxJobs 0
LogLevel warn
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`;

const filesConfig = (folder: string): string => {
  const own = userInfo().uid === 0 ? 'lp' : userInfo().username;
  const group = userInfo().uid === 0 ? 'lp' : '';
  return `ServerRoot ${folder}
RequestRoot ${folder}/spool
TempDir ${folder}/tmp
CacheDir ${folder}/cache
StateDir ${folder}/state
AccessLog ${folder}/access.log
ErrorLog ${folder}/error.log
PageLog ${folder}/page.log
User ${own}
${group === '' ? '' : `Group ${group}\nSystemGroup root\n`}`;
};

/** A raw queue: what is printed goes to the device as it came. */
const printersConfig = (devicePort: number): string => `<Printer poststelle>
DeviceURI socket://127.0.0.1:${devicePort}/?waiteof=false
State Idle
Accepting Yes
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy abort-job
</Printer>
`;

/** A device on the network that takes what comes (port 9100 of many printers). */
const startDevice = async () => {
  const printed: Buffer[] = [];
  const device = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => printed.push(Buffer.concat(chunks)));
    socket.on('error', () => undefined);
  });
  device.listen(0, '127.0.0.1');
  await once(device, 'listening');
  return { device, printed, port: (device.address() as AddressInfo).port };
};

/** A print queue of a real CUPS. */
export const startCups = async (): Promise<Printer> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-cups-'));
  const port = await freePort();
  for (const name of ['spool', 'tmp', 'cache', 'state', 'ppd']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'cupsd.conf'), cupsConfig(port));
  await writeFile(join(folder, 'cups-files.conf'), filesConfig(folder));
  const { device, printed, port: devicePort } = await startDevice();
  await writeFile(join(folder, 'printers.conf'), printersConfig(devicePort), { mode: 0o600 });
  const cups = await startServer({
    program: findProgram('cupsd') ?? 'cupsd',
    args: ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')],
    logFile: join(folder, 'log'),
    ready: () => listensAt(port),
  });
  return {
    port,
    url: `ipp://127.0.0.1:${port}/printers/poststelle`,
    printed: () => Promise.resolve(printed),
    stop: async () => {
      await cups.stop();
      device.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
