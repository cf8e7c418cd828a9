import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder';
import { withLackingFiles } from './completed-module';
import { COMPONENTS, type Component, type ComponentName, componentNamed, familyFolder } from './components';
import { Stopwatch, formatDuration, seconds } from './duration';
import { requireGo } from './go-toolchain';

/** Receives one line of progress at a time. */
export type Progress = (line: string) => void;

const PROGRESS_INTERVAL = seconds(20);

/** Builds what the cache lacks. A second call with nothing to do reads a few small files and starts no program. */
export async function build(names: readonly ComponentName[], progress: Progress): Promise<void> {
  const missing = names.map(componentNamed).filter((component) => !existsSync(binaryPath(component)));
  for (const [index, component] of missing.entries()) {
    await buildOne(component, (line) => progress(`[${index + 1}/${missing.length}] ${component.name} ${line}`));
  }
}

/** Every component there is. */
export const ALL_COMPONENTS: readonly ComponentName[] = COMPONENTS.map((component) => component.name);

/** Path of a component's program; fails when nothing has built it yet. */
export function binaryOf(name: ComponentName): string {
  const path = binaryPath(componentNamed(name));
  if (!existsSync(path)) throw new Error(`${name} is not built; run "npm run e2e -- --build-only" first`);
  return path;
}

/** The folder name is a hash of all that decides what the program is, so a changed version never finds an old build. */
function binaryPath(component: Component): string {
  const inputs = [
    ...['go.mod', 'go.sum', ...(component.sources ?? [])].map((file) => readFileSync(join(familyFolder(component.family), file), 'utf8')),
    component.package,
    ...(component.lacks === undefined ? [] : [component.lacks]),
    ...buildFlags(component),
    `${process.platform}/${process.arch}`,
  ];
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  return join(cacheFolder(), 'bin', `${component.name}-${key}`, component.name);
}

function buildFlags(component: Component): readonly string[] {
  const variables = Object.entries(component.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const tags = component.tags ? [`-tags=${component.tags.join(',')}`] : [];
  // -mod=readonly: go.sum verifies, and a build never edits it. -buildvcs=false: the state of our tree is not an input.
  return ['-mod=readonly', '-trimpath', '-buildvcs=false', ...tags, `-ldflags=${['-s', '-w', ...variables].join(' ')}`];
}

async function buildOne(component: Component, progress: Progress): Promise<void> {
  await requireGo(component.family);
  const target = binaryPath(component);
  const unfinished = `${target}.${process.pid}.unfinished`;
  await mkdir(dirname(target), { recursive: true });
  const stopwatch = new Stopwatch();
  progress('building…');
  const timer = setInterval(() => progress(`building… ${formatDuration(stopwatch.elapsed())}`), PROGRESS_INTERVAL.milliseconds);
  try {
    await (component.lacks === undefined
      ? goBuild(component, unfinished)
      : withLackingFiles(component.family, component.lacks, (flags) => goBuild(component, unfinished, flags)));
    await rename(unfinished, target);
  } finally {
    clearInterval(timer);
    await rm(unfinished, { force: true });
  }
  progress(`built in ${formatDuration(stopwatch.elapsed())}`);
}

function goBuild(component: Component, output: string, flags: readonly string[] = []): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = spawn('go', ['build', ...buildFlags(component), ...flags, '-o', output, component.package], {
      cwd: familyFolder(component.family),
      env: { ...process.env, CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let messages = '';
    go.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
    go.on('error', reject);
    go.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`go build of ${component.name} (${component.package}) ended with ${code}:\n${messages.trim()}`));
    });
  });
}
