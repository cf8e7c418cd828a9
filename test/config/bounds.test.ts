/** Bounds of rules between fields: the last value that is accepted, and the first that is refused. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { secondWorkload } from '../environment-with';
import { dev } from '../fixtures/dev';
import { everyKind, withEveryKind } from '../fixtures/every-kind';

const problems = (changes: Changes): readonly string[] => {
  const result = validate(altered(dev, changes));
  return result.ok ? [] : result.problems.map(({ path }) => path.replace(/^dev\./, ''));
};

const policy = 'workloads[0].scaling';

/** Scrape interval of the fixture, in seconds. */
const scrape = Number(dev.telemetry.scrapeInterval.replace('s', ''));

test.each<[rule: string, path: string, taken: Changes, refused: Changes]>([
  ['a window has at least four scrapes', 'telemetry.window', { 'telemetry.window': `${4 * scrape}s` }, { 'telemetry.window': `${4 * scrape - 1}s` }],
  // 1 + 5 + 10 + 12 + 15 + 2 = 45 s
  ['a request reaches the autoscaler within 45 s', 'telemetry', { 'telemetry.ruleInterval': '12s' }, { 'telemetry.ruleInterval': '13s' }],
  ['a day of samples is kept at least', 'telemetry.retention', { 'telemetry.retention': '86400s' }, { 'telemetry.retention': '86399s' }],
  [
    'now is at least four scrapes',
    'alerting.timing.recent',
    { 'alerting.timing.recent': `${4 * scrape}s` },
    { 'alerting.timing.recent': `${4 * scrape - 1}s` },
  ],
  [
    'a trend is recorded before Prometheus forgets the last sample',
    'alerting.timing.trend.interval',
    { 'alerting.timing.trend.interval': '299s' },
    { 'alerting.timing.trend.interval': '300s' },
  ],
  ['a past is longer than what it needs', 'alerting.timing.past', { 'alerting.timing.past': '601s' }, { 'alerting.timing.past': '600s' }],
  ['a schedule has minutes from 0 to 59', 'backup.schedule', { 'backup.schedule': '59 23 31 12 6' }, { 'backup.schedule': '60 23 31 12 6' }],
  ['a schedule has hours from 0 to 23', 'backup.schedule', { 'backup.schedule': '0 0 1 1 0' }, { 'backup.schedule': '0 24 1 1 0' }],
  ['a schedule has days from 1 to 31', 'backup.schedule', { 'backup.schedule': '0 0 1 1 0' }, { 'backup.schedule': '0 0 0 1 0' }],
  ['a schedule has months from 1 to 12', 'backup.schedule', { 'backup.schedule': '0 0 1 12 0' }, { 'backup.schedule': '0 0 1 13 0' }],
  ['a schedule has days of the week from 0 to 6', 'backup.schedule', { 'backup.schedule': '0 0 1 1 6' }, { 'backup.schedule': '0 0 1 1 7' }],
  [
    'a copy is not locked for longer than it is kept',
    'backup.lockDays',
    { 'backup.retentionDays': 7, 'backup.lockDays': 7 },
    { 'backup.retentionDays': 7, 'backup.lockDays': 8 },
  ],
  ['buckets grow', 'telemetry.latencyBuckets[1]', { 'telemetry.latencyBuckets': [0.5, 0.500001, 30] }, { 'telemetry.latencyBuckets': [0.5, 0.5, 30] }],
  ['scratch fits the disk of a node', 'sizing.backend.scratch', {}, { 'nodePool.diskSize': '12Gi', 'sizing.backend.scratch': '9000Mi' }],
  [
    'a request is no less than the vertical autoscaler may set',
    'sizing.backend.cpu.request',
    { 'sizing.backend.cpu': { request: '100m', limit: '1000m', min: '100m', max: '1000m' } },
    { 'sizing.backend.cpu': { request: '99m', limit: '1000m', min: '100m', max: '1000m' } },
  ],
  [
    'a request is no more than the vertical autoscaler may set',
    'sizing.prometheus.cpu.request',
    { 'sizing.prometheus.cpu': { request: '500m', limit: '1000m', min: '50m', max: '500m' } },
    { 'sizing.prometheus.cpu': { request: '501m', limit: '1000m', min: '50m', max: '500m' } },
  ],
  [
    'no upgrade is held back for more than 30 days',
    'cluster.maintenance.exclusions[0].until',
    { 'cluster.maintenance.exclusions': [{ name: 'a', from: '2027-01-01T00:00:00Z', until: '2027-01-31T00:00:00Z', scope: 'no-upgrades' }] },
    { 'cluster.maintenance.exclusions': [{ name: 'a', from: '2027-01-01T00:00:00Z', until: '2027-01-31T00:00:01Z', scope: 'no-upgrades' }] },
  ],
  [
    'minor upgrades alone may be held back for longer',
    'cluster.maintenance.exclusions[0].until',
    { 'cluster.maintenance.exclusions': [{ name: 'a', from: '2027-01-01T00:00:00Z', until: '2027-04-01T00:00:00Z', scope: 'no-minor-upgrades' }] },
    { 'cluster.maintenance.exclusions': [{ name: 'a', from: '2027-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z', scope: 'no-minor-upgrades' }] },
  ],
  ['an upgrade can be taken back for six hours at least', 'cluster.rollbackSoak', { 'cluster.rollbackSoak': '21600s' }, { 'cluster.rollbackSoak': '21599s' }],
  ['an upgrade can be taken back for a week at most', 'cluster.rollbackSoak', { 'cluster.rollbackSoak': '604800s' }, { 'cluster.rollbackSoak': '604801s' }],
])('%s', (_, path, taken, refused) => {
  expect(problems(taken)).not.toContain(path);
  expect(problems(refused)).toContain(path);
});

test.each([
  'alerting',
  'telemetry',
  'tracing',
  'nodePool',
  'google',
  'sizing',
  'consoles',
  'exposure',
  'registry',
  'network',
  'cluster',
  'backup',
  'budget',
  'ci',
])('without %s its absence is reported, without an exception', (section) => {
  expect(problems({ [section]: undefined })).toContain(section);
});

test.each([0, 1001, 1.5, '50'])('a maximum of %j is reported once, and not again for each cap that would default to it', (maxReplicas) => {
  expect(problems({ [`${policy}.maxReplicas`]: maxReplicas, [`${policy}.signals.requestRate.cap`]: undefined })).toEqual([`${policy}.maxReplicas`]);
});

test('a cap that is left out is the maximum, up to the largest maximum', () => {
  const result = validate(altered(dev, { [`${policy}.maxReplicas`]: 1000, [`${policy}.signals.requestRate.cap`]: undefined, 'nodePool.maxNodes': 1000 }));
  expect(result.ok ? [] : result.problems.filter(({ path }) => path.includes('cap'))).toEqual([]);
});

test('a fault of one workload hides no fault of the next', () => {
  const found = problems({ ...secondWorkload, [`${policy}.minReplicas`]: 60, 'workloads[1].scaling.minReplicas': 60 });
  expect(found).toEqual(expect.arrayContaining([`${policy}.minReplicas`, 'workloads[1].scaling.minReplicas']));
});

test('the usual start of a worker may be as long as the longest, but no longer', () => {
  const index = 1 + everyKind.findIndex(({ kind }) => kind === 'worker');
  const path = `workloads[${index}].start`;
  expect(problems({ ...withEveryKind, [path]: { usual: '60s', longest: '60s' } })).not.toContain(`${path}.usual`);
  expect(problems({ ...withEveryKind, [path]: { usual: '61s', longest: '60s' } })).toContain(`${path}.usual`);
});
