import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev } from '../fixtures/dev';
import { everyKind } from '../fixtures/every-kind';
import { healthRoutes } from '../../config/names';
import { prod } from '../fixtures/prod';
import { isWebSource } from '../../config/left-out-fields';

const folder = join(__dirname, '..', '..', 'example', 'backend');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const workloads = [...dev.workloads, ...prod.workloads];

test('the application answers the routes that the platform probes', () => {
  for (const route of [healthRoutes.live, healthRoutes.ready]) expect(read('app/settings.py')).toContain(`_ROUTE", "${route}", _route)`);
});

test('the image listens on the port of the workload, with one process and a numeric user, which the kubelet can verify', () => {
  const containerfile = read('Containerfile');
  for (const { port } of workloads.filter(isWebSource)) expect(containerfile).toContain(`"--host", "0.0.0.0", "--port", "${String(port)}"]`);
  expect(containerfile).not.toContain('--workers');
  expect(containerfile).toMatch(/^USER \d+:\d+$/m);
});

test('the application reads every environment variable of the workload', () => {
  const known = [...read('app/settings.py').matchAll(/read\("([A-Z_]+)"/g)].map(([, name = '']) => name);
  expect(known).toHaveLength(17);
  expect(workloads.flatMap(({ env }) => Object.keys(env ?? {})).filter((name) => !known.includes(name))).toEqual([]);
});

/** Uses the environment with a workload of each kind. */
test('every program in the workloads of the fixtures exists in the example', () => {
  const programs = everyKind.flatMap((workload) => [
    workload.args ?? [],
    ...(workload.kind === 'worker' && workload.live.kind === 'command' ? [workload.live.command] : []),
  ]);
  expect(programs.filter(([first, flag]) => first === 'python' && flag === '-m')).toHaveLength(3);
  const files = programs.flatMap(([, , module = '']) => (module.startsWith('app.') ? [`${module.replace('.', '/')}.py`] : []));
  expect(files.map((file) => read(file).includes('if __name__ == "__main__":'))).toEqual([true, true, true]);
  expect(programs).toContainEqual(['alembic', 'upgrade', 'head']);
});

test('the image contains the migrations', () => {
  expect(read('Containerfile')).toContain('COPY migrations/ migrations/');
  expect(read('.containerignore')).toContain('!migrations/');
});

test('the README has a row for every setting, tunable and route', () => {
  const readme = read('README.md');
  const rows = (pattern: RegExp): readonly string[] => [...readme.matchAll(pattern)].map(([, name = '']) => name);
  const named = (file: string, pattern: RegExp): readonly string[] => [...read(file).matchAll(pattern)].map(([, name = '']) => name);
  const camel = (name: string): string => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

  expect(rows(/^\| `([A-Z_]+)`/gm)).toEqual(named('app/settings.py', /read\("([A-Z_]+)"/g));
  expect(rows(/^\| `([a-z][A-Za-z]+)`/gm)).toEqual(named('app/tunables.py', /^ {4}([a-z_]+): Annotated/gm).map(camel));
  const health = named('app/settings.py', /_ROUTE", "([^"]+)", _route\)/g);
  expect(health).toHaveLength(2);
  expect(new Set(rows(/^\| `[A-Z]+ (\/[^`]*)`/gm))).toEqual(new Set([...named('app/routes.py', /@router\.[a-z]+\("([^"]+)"/g), ...health]));
});

test('every dependency is pinned to one version', () => {
  const requirements = [...read('pyproject.toml').matchAll(/"([a-z][a-z-]*(?:\[[a-z]+\])?)(==[\d.]+)?[^"]*"[,\]]/g)].filter(
    ([text]) => /\d/.test(text) || text.includes('=='),
  );
  expect(requirements.length).toBeGreaterThan(10);
  expect(requirements.filter(([, , version]) => version === undefined).map(([text]) => text)).toEqual([]);
});

test('SQLAlchemy stays in the range that the instrumentation supports, because outside of it traces lose their SQL without an error', () => {
  // opentelemetry-instrumentation-sqlalchemy 0.66b1 instruments sqlalchemy >= 1.0.0, < 2.1.0
  expect(read('pyproject.toml')).toMatch(/"sqlalchemy\[asyncio\]==2\.0\.\d+"/);
});

test('the lockfile has only addresses of the Python Package Index', () => {
  const hosts = new Set([...read('uv.lock').matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host));
  expect(hosts).toEqual(new Set(['pypi.org', 'files.pythonhosted.org']));
});
