import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder';
import { withLackingFiles } from './completed-module';
import { COMPONENTS, type Component, type ComponentName, componentNamed } from './components';
import { familyFolder } from './family-folder';
import { milliseconds } from '../../config/duration';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';
import { whileLocked } from './file-lock';
import { requireGo } from './go-toolchain';
import { forget, reap } from '../processes/reaper';

/** Receives one line of progress at a time. */
export type Progress = (line: string) => void;

const PROGRESS_INTERVAL = '20s';

/** Builds what the cache lacks. A second call with nothing to do reads a few small files and starts no program. */
export async function build(names: readonly ComponentName[], progress: Progress): Promise<void> {
  await Promise.all(buildEach(names, progress).values());
}

/**
 * One promise for each program, settled in the given order: Go uses every core, so one is built at a time. A failed build does not stop the next one.
 * Its promise rejects.
 */
export function buildEach(names: readonly ComponentName[], progress: Progress): ReadonlyMap<ComponentName, Promise<void>> {
  const missing = names.filter((name) => !isBuilt(name));
  let last = Promise.resolve();
  return new Map(
    names.map((name) => {
      const number = missing.indexOf(name) + 1;
      if (number > 0)
        last = last.catch(() => undefined).then(() => buildOne(componentNamed(name), (line) => progress(`[${number}/${missing.length}] ${name} ${line}`)));
      const built = number > 0 ? last : Promise.resolve();
      built.catch(() => undefined);
      return [name, built];
    }),
  );
}

/** Whether the cache holds a program. */
export function isBuilt(name: ComponentName): boolean {
  return existsSync(binaryPath(componentNamed(name)));
}

/** Every component there is. */
export const ALL_COMPONENTS: readonly ComponentName[] = COMPONENTS.map((component) => component.name);

/** Path of a component's program; fails when nothing has built it yet. */
export function binaryOf(name: ComponentName): string {
  const path = binaryPath(componentNamed(name));
  if (!existsSync(path)) throw new Error(`${name} is not built; run "npm run e2e -- --build-only" first`);
  return path;
}

/** The folder name is a hash of all inputs of the build, so a changed version never finds an old build. */
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
  // the program itself must be covered too, or the counters are not written when it ends
  const counted = component.counted === undefined ? [] : ['-cover', '-covermode=count', `-coverpkg=${component.counted},${component.package}`];
  // -mod=readonly: go.sum verifies, and a build never edits it. -buildvcs=false: the state of our tree is not an input.
  return ['-mod=readonly', '-trimpath', '-buildvcs=false', ...tags, ...counted, `-ldflags=${['-s', '-w', ...variables].join(' ')}`];
}

/** Of two runs at once, the second waits and finds the program of the first; if the first died, it builds. */
async function buildOne(component: Component, progress: Progress): Promise<void> {
  const target = binaryPath(component);
  await whileLocked(target, () => (existsSync(target) ? Promise.resolve() : buildAlone(component, target, progress)), {
    onWait: (holder) => progress(`is being built by ${holder}, waiting for it`),
  });
}

async function buildAlone(component: Component, target: string, progress: Progress): Promise<void> {
  await requireGo(component.family);
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const leftOver = (await readdir(folder)).filter((name) => name.endsWith('.unfinished'));
  await Promise.all(leftOver.map((name) => rm(join(folder, name), { force: true })));
  const unfinished = `${target}.${process.pid}.unfinished`;
  const stopwatch = new Stopwatch();
  progress('building…');
  const timer = setInterval(() => progress(`building… ${formatDuration(stopwatch.elapsed())}`), milliseconds(PROGRESS_INTERVAL));
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
      // its own process group, which ends with this program even if it is killed: the next holder of the lock must not find it still compiling
      detached: true,
    });
    const group = go.pid;
    if (group !== undefined) reap(group);
    let messages = '';
    go.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
    go.on('error', reject);
    go.on('close', (code) => {
      if (group !== undefined) forget(group);
      if (code === 0) resolve();
      else reject(new Error(`go build of ${component.name} (${component.package}) ended with ${code}:\n${messages.trim()}`));
    });
  });
}
