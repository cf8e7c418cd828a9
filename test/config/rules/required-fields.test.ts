/** A missing object is reported with its required fields, so that it can be written in one round. */
import { validate } from '../../../config/validate';
import { altered, type Changes } from '../../altered';
import { devWithDatabases } from '../../fixtures/databases';
import { dev } from '../../fixtures/dev';
import { withEveryKind } from '../../fixtures/every-kind';

const source = altered(dev, { ...withEveryKind, databases: devWithDatabases.databases });

test.each<[string, string, string]>([
  ['the expectations of a schedule', 'workloads[2].expected', 'must be an object with lastSuccess and longestRun'],
  ['the scaling of a worker', 'workloads[3].scaling', 'must be an object with minReplicas, maxReplicas, signals, failsafe and behavior'],
  [
    'the cluster',
    'cluster',
    'must be an object with name, protected, version, releaseChannel, maintenance, rollbackSoak, managedPrometheus and encryptBetweenNodes',
  ],
  ['the window of maintenance, below another', 'cluster.maintenance', 'must be an object with window and exclusions'],
  ['the backup of a database, by name and by its service', 'databases.shop.google.backup', 'must be an object with start, days, logDays and location'],
  ['its connections', 'databases.shop.connections', 'must be an object with most'],
])('%s', (_, path, rule) => {
  const changes: Changes = { [path]: undefined };
  const result = validate(altered(source, changes));
  const found = result.ok ? [] : result.problems.filter((problem) => problem.path === `dev.${path}`);
  expect(found.map((problem) => problem.rule).join()).toContain(rule);
});

test('a text in place of an object is shown unchanged', () => {
  const result = validate(altered(dev, { cluster: 'lyo-dev' }));
  expect(result.ok ? [] : result.problems.filter(({ path }) => path === 'dev.cluster').map(({ rule }) => rule)).toEqual(['must be an object']);
});
