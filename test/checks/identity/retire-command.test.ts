/** Tests the command as a function over generated manifests; `retire.test.ts` runs it once as a process. */
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
  /** Frozen lists that the command wrote. */
  readonly written: readonly FrozenList[];
}

/** @param why - the reason why the files cannot be written */
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

test('--help prints the usage; a mistyped option, no name, two names and an unknown name are refused', async () => {
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
])('an identity that the configuration still has is refused with the files to edit, and nothing is written: %s', async (what, keys, file) => {
  const { status, stdout, stderr, written } = await run([what, '--write', '--delete-data'], [dev, prod], [dev, prod]);
  expect({ status, stdout, written }).toEqual({ status: 1, stdout: '', written: [] });
  for (const key of [...keys, file, 'nothing was written\n']) expect(stderr).toContain(key);
});

test('an environment is refused while its data would lose its owner, then shown without being removed, then removed', async () => {
  const refused = await run(['prod', '--write'], [dev, prod], [dev]);
  expect(refused).toMatchObject({ status: 1, written: [] });
  expect(refused.stderr).toMatch(/the data of .*data-prometheus-0.* loses its owner: .*--delete-data\nnothing was written\n$/);
  const told = await run(['prod', '--delete-data'], [dev, prod], [dev]);
  expect(told).toMatchObject({ status: 0, written: [], stdout: expect.stringMatching(/pulumi destroy --stack prod[\s\S]*nothing was written\n$/) });
  const done = await run(['prod', '--delete-data', '--write'], [dev, prod], [dev]);
  expect(done).toMatchObject({ status: 0, stderr: '', written: [listOf([dev])] });
  expect(done.stdout).not.toContain('nothing was written');
});

test('a renamed workload: the old name is retired, with the commands for the cluster', async () => {
  const done = await run(['dev/backend', '--write'], [dev], [renamed]);
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toContain('kubectl delete horizontalpodautoscaler backend --namespace lyo-backend --ignore-not-found');
  expect(done.stdout).toContain('kubectl delete deployment backend --namespace lyo-backend --ignore-not-found');
  // the renamed workload has the same namespace
  expect(done.stdout).not.toContain('kubectl delete namespace');
  // the new name is not frozen yet: `npm run identity:freeze` adds it
  expect(Object.keys(done.written[0]?.['dev'] ?? {})).not.toContain('Deployment/lyo-backend/backend');
});

test('the namespace of a workload is deleted with it if it is its own', async () => {
  const two = { environment: 'dev', objects: world(secondWorkload) };
  const done = await run(['orders', '--write'], [two], [dev]);
  expect(done).toMatchObject({ status: 0, written: [listOf([dev])] });
  expect(done.stdout).toContain('kubectl delete namespace lyo-orders');
});

test.each(['delivery/start.ts refused', 'interrupted'])('when nothing could be written, it prints the reason and no steps: %s', async (why) => {
  expect(await run(['dev/backend', '--write'], [dev], [renamed], why)).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `${why}: checks/identity/frozen.json, manifests, plans and audit are as they were\n`,
  });
});

test('a problem of the configuration is printed unchanged', async () => {
  const broken = (): never => {
    throw new Error('the synthesis failed:\ndev.name: must be short');
  };
  const project = { frozen: () => listOf([dev]), before: () => [dev], after: broken, write: broken };
  expect(await retireCommand(['dev', '--write'], project)).toEqual({ status: 1, stdout: '', stderr: 'the synthesis failed:\ndev.name: must be short\n' });
});
