/** What holds for every field of a backend: nothing unknown stands beside it, nothing before or behind a text that has a form, and an empty text is told as one. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { everySetting } from '../fixtures/container-settings';
import { devDatabases } from '../fixtures/databases';
import { dev } from '../fixtures/dev';
import { everyAccess } from '../fixtures/every-access';
import { movedIn, pathOf } from '../fixtures/moved-in';
import { everySidecar } from '../fixtures/sidecars';

const [web, report, worker] = ['workloads[0]', pathOf('nightly-report'), pathOf('fulfilment')];
const { cache } = devDatabases;
const cacheAt = (cidr: string, persistence: object): object => ({ ...cache, network: { cidr, port: 6379 }, google: { ...cache?.google, persistence } });
const source = altered(dev, {
  ...movedIn,
  ...Object.fromEntries(Object.entries(everySetting).map(([field, value]) => [`${web}.${field}`, value])),
  [`${web}.access`]: [
    ...everyAccess,
    { role: 'projects/lyo-shared/roles/lyo.reader', resource: { kind: 'project' }, reason: 'a role of our own' },
    { role: 'organizations/42/roles/lyo.auditor', resource: { kind: 'project' }, reason: 'a role of our own' },
  ],
  [`${web}.sidecars`]: everySidecar,
  [`${web}.ports`]: { grpc: 50_051, metrics: 9100 },
  [`${web}.egress`]: [
    { host: 'api.stripe.com', port: 443, protocol: 'TCP' },
    { host: '*.example.com', port: 443, protocol: 'UDP' },
    { cidr: '0.0.0.0/0', port: 443, reason: 'addresses of callbacks' },
  ],
  [`${web}.health`]: { live: '/livez', ready: '/shop/readyz' },
  [`${worker}.calls`]: ['backend', 'backend:grpc'],
  [`${report}.history`]: { succeeded: 3, failed: 3 },
  [`${report}.startWithin`]: '600s',
  'databases.cache.google.persistence': { kind: 'snapshots', every: '6h' },
  'databases.cache.google.backup': { hour: 1, days: 7 },
  'databases.sessions': cacheAt('10.10.16.6/31', { kind: 'log', written: 'always' }),
  'databases.pages': cacheAt('10.10.16.8/31', { kind: 'none' }),
  [`${report}.uses`]: { sessions: { pool: 1, overflow: 1, processes: 1 }, pages: { pool: 1 } },
});

function problems(changed: unknown): readonly { readonly path: string; readonly rule: string }[] {
  const result = validate(changed);
  return result.ok ? [] : result.problems.map(({ path, rule }) => ({ path: path.replace('dev.', ''), rule }));
}

/** What is below a value, by path. */
function everyPath(value: unknown, path = ''): readonly (readonly [path: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const step = (key: string): string => (Array.isArray(value) ? `[${key}]` : /[.[\]]/.test(key) ? `['${key}']` : path === '' ? key : `.${key}`);
  return [[path, value], ...Object.entries(value).flatMap(([key, item]) => everyPath(item, `${path}${step(key)}`))];
}

/** Databases, workloads, and everything below them. */
const all = everyPath(source).filter(([path]) => /^(databases|workloads)\b/.test(path));
const texts = all.flatMap(([path, value]) => (typeof value === 'string' ? [path] : []));
/** What says the kind of an object would hide its other fields. */
const isKind = (path: string): boolean => /\.(kind|service|from)$/.test(path);
/** Objects whose keys are names that a user chooses. */
const isMap = (path: string): boolean => /(^databases|\.(env|secrets|podFields|files|scratch|ports|uses|flags|labels))$/.test(path);

test('the backend itself is valid', () => {
  expect(problems(source)).toEqual([]);
});

test('a field that nobody knows is told in every object', () => {
  const objects = all.filter(([path, value]) => typeof value === 'object' && !Array.isArray(value) && !isMap(path)).map(([path]) => path);
  const told = problems(altered(source, Object.fromEntries(objects.map((path) => [`${path}.unheard`, 1]))));
  expect(told).toEqual(expect.arrayContaining(objects.map((path) => ({ path: `${path}.unheard`, rule: 'is not a known option' }))));
  expect(objects.length).toBeGreaterThan(60);
});

test('a text with a form has nothing before it and nothing behind it', () => {
  // texts of the application are its own
  const formed = texts.filter((path) => !isKind(path) && !/\.(env|files|flags)[.[]|\.(command|args)\[|\.(reason|of)$/.test(path));
  for (const around of [(text: string) => `!${text}`, (text: string) => `${text}!`]) {
    const told = new Set(problems(altered(source, changesOf(formed, around))).map(({ path }) => path));
    expect(formed.filter((path) => !told.has(path))).toEqual([]);
  }
  expect(formed.length).toBeGreaterThan(100);
});

test('a count is a whole number, and no number is below zero', () => {
  const numbers = all.flatMap(([path, value]) => (typeof value === 'number' ? [{ path, value }] : []));
  const isMeasure = (path: string): boolean => /(memory\.utilization|perPod|ratio|largestStep|tolerance|gates\.\w+)$/.test(path);
  const counts = numbers.filter(({ path }) => !isMeasure(path));
  const toldOf = (change: (value: number) => number): readonly string[] =>
    problems(altered(source, Object.fromEntries(numbers.map(({ path, value }) => [path, change(value)])))).map(({ path }) => path);
  const broken = toldOf((value) => value + 0.5);
  expect(counts.filter(({ path }) => !broken.includes(path))).toEqual([]);
  const negative = toldOf(() => -1);
  expect(numbers.filter(({ path }) => !negative.includes(path))).toEqual([]);
  expect(counts.length).toBeGreaterThan(50);
});

test('nor has a name that a user chooses', () => {
  const maps = all.filter(([path]) => isMap(path) && !path.endsWith('.labels'));
  for (const around of [(name: string) => `!${name}`, (name: string) => `${name}!`]) {
    const added = maps.flatMap(([path, value]) =>
      Object.entries(value as object).map(([name, item]: [string, unknown]) => ({ path, name: around(name), item })),
    );
    const told = new Set(
      problems(altered(source, Object.fromEntries(added.map(({ path, name, item }) => [`${path}['${name}']`, item])))).map(({ path }) => path),
    );
    expect(added.map(({ path, name }) => `${path}.${name}`).filter((path) => !told.has(path))).toEqual([]);
    expect(new Set(maps.map(([path]) => /\w+$/.exec(path)?.[0]))).toEqual(
      new Set(['databases', 'env', 'secrets', 'podFields', 'files', 'scratch', 'ports', 'uses', 'flags']),
    );
  }
});

function changesOf(paths: readonly string[], change: (text: string) => string): Changes {
  const values = new Map(all);
  return Object.fromEntries(paths.map((path) => [path, change(String(values.get(path)))]));
}

test('an empty text in place of any is not told in the words of a number', () => {
  const told = [texts.filter(isKind), texts.filter((path) => !isKind(path))].flatMap((paths) =>
    problems(
      altered(
        source,
        changesOf(paths, () => ''),
      ),
    ),
  );
  expect(told.filter(({ path, rule }) => texts.includes(path) && /^must be (at least|at most|greater than|less than) [\d.]+$/.test(rule))).toEqual([]);
  expect(told.length).toBeGreaterThan(100);
});
