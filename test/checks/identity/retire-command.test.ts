/** The command as a function, over what the charts make of configurations; `retire.test.ts` plays it once as a person types it. */
import { synthesize } from '../../../charts/synthesis';
import type { FrozenList } from '../../../checks/identity/frozen';
import { identitiesOf } from '../../../checks/identity/identity';
import { retireCommand, type RetirableProject } from '../../../checks/identity/retire-command';
import type { Manifests } from '../../../checks/manifest';
import { parseObjects } from '../../../checks/read-manifests';
import type { Outcome } from '../../../command-line/outcome';
import type { Changes } from '../../altered';
import { environmentWith, secondWorkload } from '../../environment-with';

const world = (changes: Changes): Manifests['objects'] => synthesize(environmentWith(changes)).flatMap(({ name, yaml }) => parseObjects(yaml, name));
const usual = world({});
const shop = world({ 'workloads[0].name': 'shop', 'sizing.shop': environmentWith().sizing['backend'], 'sizing.backend': undefined });

const dev = { environment: 'dev', objects: usual };
const renamed = { environment: 'dev', objects: shop };
const prod = { environment: 'prod', objects: usual };

const listOf = (worlds: readonly Manifests[]): FrozenList =>
  Object.fromEntries(worlds.map((one) => [one.environment, Object.fromEntries([...identitiesOf(one)].map(([key, { identity }]) => [key, identity]))]));

interface Played extends Outcome {
  /** Lists that were to be put in place. */
  readonly written: readonly FrozenList[];
}

/** @param why - what keeps the files from being written */
async function run(args: readonly string[], before: readonly Manifests[], after: readonly Manifests[], why?: string): Promise<Played> {
  const written: FrozenList[] = [];
  const project: RetirableProject = {
    frozen: () => listOf(before),
    before: () => before,
    after: () => after,
    write: async (list) => {
      written.push(list);
      return Promise.resolve(why);
    },
  };
  return { ...(await retireCommand(args, project)), written };
}

test('--help, a mistyped option, no name, two names and an unknown one', async () => {
  const as = (...args: readonly string[]): Promise<Played> => run(args, [dev, prod], [dev, prod]);
  expect(await as('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run identity:retire -- <what> --write') });
  for (const args of [['dev', '--wirte'], ['--delete'], ['--write=yes', 'dev']])
    expect(await as(...args)).toMatchObject({ status: 2, stdout: '', written: [] });
  expect(await as()).toMatchObject({ status: 1, stderr: 'must name one thing to retire, received nothing\n' });
  expect(await as('dev', 'prod')).toMatchObject({ status: 1, stderr: 'must name one thing to retire, received dev prod\n' });
  for (const name of ['ordrs', 'dev/ordrs', 'qa/backend', '']) {
    expect(await as(name, '--write')).toMatchObject({ status: 1, stderr: expect.stringContaining(`received ${name}`), written: [] });
  }
});

test.each([
  ['dev/backend', ['dev/Deployment/lyo-backend/backend'], 'config/dev.ts'],
  ['backend', ['dev/Deployment/lyo-backend/backend', 'prod/Deployment/lyo-backend/backend'], 'config/prod.ts'],
  ['prometheus', ['dev/StatefulSet/lyo-observability/prometheus'], 'config/dev.ts'],
  ['dev', ['dev/StorageClass/lyo-encrypted-pd-balanced'], 'config/environment-sources.ts'],
])('what the configuration still has is refused with the files to edit, and nothing is written: %s', async (what, keys, file) => {
  const { status, stdout, stderr, written } = await run([what, '--write', '--delete-data'], [dev, prod], [dev, prod]);
  expect({ status, stdout, written }).toEqual({ status: 1, stdout: '', written: [] });
  for (const key of [...keys, file, 'nothing was written\n']) expect(stderr).toContain(key);
});

test('an environment: refused while its data has no owner, told without being done, then done', async () => {
  const refused = await run(['prod', '--write'], [dev, prod], [dev]);
  expect(refused).toMatchObject({ status: 1, written: [] });
  expect(refused.stderr).toMatch(/the data of .*data-prometheus-0.* loses its owner: .*--delete-data\nnothing was written\n$/);
  const told = await run(['prod', '--delete-data'], [dev, prod], [dev]);
  expect(told).toMatchObject({ status: 0, written: [], stdout: expect.stringMatching(/pulumi destroy --stack prod[\s\S]*nothing was written\n$/) });
  const done = await run(['prod', '--delete-data', '--write'], [dev, prod], [dev]);
  expect(done).toMatchObject({ status: 0, stderr: '', written: [listOf([dev])] });
  expect(done.stdout).not.toContain('nothing was written');
});

test('a workload that was renamed: the old name goes, with its own commands for the cluster', async () => {
  const done = await run(['dev/backend', '--write'], [dev], [renamed]);
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toContain('kubectl delete horizontalpodautoscaler backend --namespace lyo-backend --ignore-not-found');
  expect(done.stdout).toContain('kubectl delete deployment backend --namespace lyo-backend --ignore-not-found');
  // the namespace is the new one's too
  expect(done.stdout).not.toContain('kubectl delete namespace');
  // what is new is nobody's promise yet: `npm run identity:freeze` adds it
  expect(Object.keys(done.written[0]?.['dev'] ?? {})).not.toContain('Deployment/lyo-backend/backend');
});

test('a workload with a namespace of its own takes it along', async () => {
  const two = { environment: 'dev', objects: world(secondWorkload) };
  const done = await run(['orders', '--write'], [two], [dev]);
  expect(done).toMatchObject({ status: 0, written: [listOf([dev])] });
  expect(done.stdout).toContain('kubectl delete namespace lyo-orders');
});

test.each(['delivery/start.ts refused', 'interrupted'])('when nothing could be written, it says why and tells no step as done: %s', async (why) => {
  expect(await run(['dev/backend', '--write'], [dev], [renamed], why)).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `${why}: checks/identity/frozen.json, manifests, plans and audit are as they were\n`,
  });
});

test('a configuration with a problem is told in its own words', async () => {
  const broken = (): never => {
    throw new Error('the synthesis failed:\ndev.name: must be short');
  };
  const project = { frozen: () => listOf([dev]), before: () => [dev], after: broken, write: broken };
  expect(await retireCommand(['dev', '--write'], project)).toEqual({ status: 1, stdout: '', stderr: 'the synthesis failed:\ndev.name: must be short\n' });
});
