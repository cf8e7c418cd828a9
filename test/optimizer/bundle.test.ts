/** The bundle of the image: the command of the Dockerfile builds a single file, which runs with Node.js alone. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsWith } from './played-world';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'lyo-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dockerfile = readFileSync(join(root, 'optimizer', 'Dockerfile'), 'utf8');

/** Runs the bundler as the image does. @returns the path of the bundle */
function bundled(name: string): string {
  const command = /^RUN npx (esbuild .*)$/m.exec(dockerfile)?.[1];
  if (command === undefined) throw new Error('the Dockerfile must bundle, found no command');
  const file = join(folder, name);
  const [program = '', ...args] = command.split(' ').map((word) => word.replace(/^--outfile=.*$/, `--outfile=${file}`));
  execFileSync(join(root, 'node_modules', '.bin', program), args, { cwd: root, stdio: 'pipe' });
  return file;
}

test('the bundle is reproducible', () => {
  expect(readFileSync(bundled('first.cjs'))).toEqual(readFileSync(bundled('second.cjs')));
});

interface Ended {
  readonly code: number | null;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** @param onLine called with each log line; may stop the process */
function run(args: readonly string[], onLine: (line: Readonly<Record<string, unknown>>, stop: () => void) => void = () => undefined): Promise<Ended> {
  const process = spawn(globalThis.process.execPath, [...args], { cwd: folder, env: { PATH: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: Readonly<Record<string, unknown>>[] = [];
  let rest = '';
  process.stdout.on('data', (chunk: Buffer) => {
    const texts = (rest + chunk.toString('utf8')).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
      lines.push(line);
      onLine(line, () => void process.kill('SIGTERM'));
    }
  });
  return new Promise((resolve) => process.once('exit', (code) => resolve({ code, lines })));
}

test('without settings it reports that and exits', async () => {
  const { code, lines } = await run([bundled('alone.cjs')]);
  expect([code, lines.map(({ message }) => message)]).toEqual([1, ['the settings file must be given as an argument, received nothing']]);
});

test('with settings it answers, publishes nothing without a cluster, and exits cleanly on SIGTERM', async () => {
  const kubernetes = {
    server: 'https://127.0.0.1:9',
    credentials: folder,
    namespace: 'lyo-observability',
    lease: 'optimizer',
    decisions: 'optimizer-decisions',
    leaseFor: 30,
  };
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify(settingsWith({ prometheus: { url: 'http://127.0.0.1:9', timeout: 1, mostBytes: 1e6 }, kubernetes })),
  );
  let metrics = '';
  const { code, lines } = await run([bundled('served.cjs'), 'settings.json'], ({ message, port }, stop) => {
    if (message !== 'listening') return;
    const asked = async (): Promise<void> => {
      metrics = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
    };
    void asked().then(stop, stop);
  });
  expect(metrics).toContain('lyo_optimizer_leads 0');
  expect(metrics).not.toContain('lyo_forecast_replicas{');
  expect(lines.map(({ message }) => message)).toEqual(expect.arrayContaining(['listening', 'the lease could not be read', 'stopping', 'stopped']));
  expect(code).toBe(0);
});

test('the image has no shell, no root user, and no base image with a moving tag', () => {
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? '');
  expect(images.at(-1)).toMatch(/^gcr\.io\/distroless\/nodejs\d+-debian\d+:nonroot$/);
  expect(images[0]).toMatch(/:\d+\.\d+\.\d+-/);
  expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
});
