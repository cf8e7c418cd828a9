/** Faults in tasks: each is refused alone, with path, rule and value, and all are reported together. */
import { longestGap, nextRuns } from '../../config/schedule';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { dev } from '../fixtures/dev';
import { everyKind, withEveryKind } from '../fixtures/every-kind';

type Row = readonly [fault: string, changes: Changes, path: string, rule: string, received: unknown];

const source = altered(dev, withEveryKind);
const at = (name: string): number => 1 + everyKind.findIndex((workload) => workload.name === name);
const [migrate, report] = [at('migrate'), at('nightly-report')];
const of = (index: number, changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).map(([path, value]) => [`workloads[${index}].${path}`, value]));
const problems = (changes: Changes): readonly unknown[] => {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems;
};
const cron = 'must be five fields of cron such as "0 2 * * *"';
const zone = 'must be a time zone of the tz database such as "Europe/Berlin" or "UTC"';
const long = 'a'.repeat(53);
const database = { kind: 'postgresql', network: { cidr: '10.10.16.7/32', port: 5432 }, connections: { most: 1000, reserved: 3 } };

const faults: readonly Row[] = [
  ['a kind that there is not', of(report, { kind: 'batch' }), `workloads[${report}].kind`, 'must be one of "web", "worker", "scheduled", "release"', 'batch'],
  ['a schedule in words', of(report, { schedule: '@daily' }), `workloads[${report}].schedule`, cron, '@daily'],
  ['a schedule with seconds', of(report, { schedule: '0 0 2 * * *' }), `workloads[${report}].schedule`, cron, '0 0 2 * * *'],
  ['an hour that no day has', of(report, { schedule: '0 24 * * *' }), `workloads[${report}].schedule`, cron, '0 24 * * *'],
  ...['5/15 * * * *', '0 2/6 * * *', '0,30/5 2 * * *', '*/5,7/2 2 * * *'].map((schedule): Row => [
    `a step behind a number, ${schedule}`,
    of(report, { schedule }),
    `workloads[${report}].schedule`,
    'with a step behind "*" or a range alone',
    schedule,
  ]),
  ...[
    '0,60 2 * * *',
    '60,0 2 * * *',
    '0 2 1,15-32 * *',
    '0 2 * * 7',
    '0 2 0 * *',
    '60 2 * * *',
    '0 2 * 13 *',
    '0  2 * * *',
    ' 0 2 * * *',
    '0 2 L * *',
    '0 2 ? * *',
    '',
  ].map((schedule): Row => [`a schedule of which a field is none, "${schedule}"`, of(report, { schedule }), `workloads[${report}].schedule`, cron, schedule]),
  ['a day that no month has', of(report, { schedule: '0 0 30 2 *' }), `workloads[${report}].schedule`, 'must fire on some day', '0 0 30 2 *'],
  [
    'a day that none of its months has',
    of(report, { schedule: '0 0 31 4,6,9,11 *' }),
    `workloads[${report}].schedule`,
    'must fire on some day',
    '0 0 31 4,6,9,11 *',
  ],
  ...['* 2 * * *', '* * * * *', '*,0 2 * * *', '0,* 2 * * *', '15,*,30-40 2 * * *'].map((schedule): Row => [
    `every minute of its hours, "${schedule}"`,
    of(report, { schedule }),
    `workloads[${report}].schedule`,
    'must name its minutes',
    schedule,
  ]),
  ['a time zone that does not exist', of(report, { timeZone: 'Europe/Atlantis' }), `workloads[${report}].timeZone`, zone, 'Europe/Atlantis'],
  ['an offset in place of a time zone', of(report, { timeZone: '+02:00' }), `workloads[${report}].timeZone`, zone, '+02:00'],
  ...[
    'Mars/Olympus',
    'Europe/berlin',
    'EUROPE/BERLIN',
    'europe/berlin',
    'US/pacific',
    'PST',
    'JST',
    'IST',
    'SystemV/EST5',
    'Etc/gmt0',
    'US/Pacific-New',
    'Canada/East-Saskatchewan',
    'Europe/Berlin ',
    'Factory',
    'Etc/Nowhere',
  ].map((timeZone): Row => [`a zone that Kubernetes does not know, ${timeZone}`, of(report, { timeZone }), `workloads[${report}].timeZone`, zone, timeZone]),
  ["the control plane's own time zone", of(report, { timeZone: 'Local' }), `workloads[${report}].timeZone`, zone, 'Local'],
  ['no time zone', of(report, { timeZone: undefined }), `workloads[${report}].timeZone`, 'must be a text', undefined],
  ['runs without a bound beside each other', of(report, { overlap: 'allow' }), `workloads[${report}].overlap`, 'must be forbid or replace', 'allow'],
  ['a deadline shorter than the grace', of(migrate, { deadline: '20s' }), `workloads[${migrate}].deadline`, 'must be more than shutdown.grace (30s)', '20s'],
  ['a deadline as long as a grace of its own', of(report, { shutdown: { grace: '3600s' } }), `workloads[${report}].deadline`, 'must be more than', '3600s'],
  ['a deadline of half a second', of(migrate, { deadline: '500ms' }), `workloads[${migrate}].deadline`, 'must be a duration in whole seconds', '500ms'],
  ['no attempt', of(migrate, { attempts: 0 }), `workloads[${migrate}].attempts`, 'must be at least 1', 0],
  ['eleven attempts', of(report, { attempts: 11 }), `workloads[${report}].attempts`, 'must be at most 10', 11],
  ['no history', of(report, { history: { succeeded: 0, failed: 3 } }), `workloads[${report}].history.succeeded`, 'must be at least 1', 0],
  ['no time to start', of(report, { startWithin: '5s' }), `workloads[${report}].startWithin`, 'must be at least 10s', '5s'],
  [
    'a run that is stopped before anybody is told',
    of(report, { 'expected.longestRun': '3600s' }),
    `workloads[${report}].expected.longestRun`,
    'must be less than deadline (3600s)',
    '3600s',
  ],
  [
    'a success that is late on every good day',
    of(report, { 'expected.lastSuccess': '86400s' }),
    `workloads[${report}].expected.lastSuccess`,
    'must be at least 91800s, the longest time between two runs (90000 s)',
    '86400s',
  ],
  [
    'a success that is late on every Monday',
    of(report, { schedule: '*/5 9-17 * * 1-5', 'expected.lastSuccess': '86400s' }),
    `workloads[${report}].expected.lastSuccess`,
    'must be at least 228900s',
    '86400s',
  ],
  ['a name that Kubernetes cuts', of(report, { name: long }), `workloads[${report}].name`, 'must have at most 52 characters', long],
  ['a task with a path', of(migrate, { path: '/migrate' }), `workloads[${migrate}].path`, 'is not a known option', '/migrate'],
  ['a task with a port', of(report, { port: 8000 }), `workloads[${report}].port`, 'is not a known option', 8000],
  ['a task that is scaled', of(report, { scaling: {} }), `workloads[${report}].scaling`, 'is not a known option', {}],
  ['a web service with a schedule', of(0, { schedule: '0 2 * * *' }), 'workloads[0].schedule', 'is not a known option', '0 2 * * *'],
  ['a task that drains', of(migrate, { shutdown: { drain: '5s', grace: '30s' } }), `workloads[${migrate}].shutdown.drain`, 'is not a known option', '5s'],
  ['a task of the name of a web service', of(migrate, { name: 'backend' }), `workloads[${migrate}].name`, 'must be unique in the environment', 'backend'],
  [
    'two migrations of one database',
    {
      databases: { shop: database },
      ...of(migrate, { uses: { shop: { pool: 1 } } }),
      [`workloads[${report}]`]: { ...everyKind[at('migrate') - 1], name: 'nightly-report', uses: { shop: { pool: 1 } } },
    },
    `workloads[${report}].uses.shop`,
    'must not be used by two workloads of kind release, which run beside each other: migrate uses it',
    'shop',
  ],
  [
    'a metric of a task, which nobody scrapes',
    { 'telemetry.applicationMetrics[1]': { name: 'rows', workload: 'migrate', type: 'gauge', title: 'Rows', unit: 'rows' } },
    'telemetry.applicationMetrics[1].workload',
    'must be a web service or a worker with ports.metrics (backend, fulfilment)',
    'migrate',
  ],
];

test('a configuration with a workload of each kind is valid', () => {
  expect(problems({})).toEqual([]);
});

test.each(faults)('%s is refused with path, rule and value', (...[, changes, path, rule, received]) => {
  expect(problems(changes)).toContainEqual({ path: `dev.${path}`, rule: expect.stringContaining(rule), received });
});

test('every fault is the only problem, except that another name has no sizing', () => {
  const several = faults.filter(([, changes]) => problems(changes).length > 1).map(([fault]) => fault);
  expect(several).toEqual(['a name that Kubernetes cuts', 'a task of the name of a web service']);
});

test.each([
  'UTC',
  'Etc/UTC',
  'Etc/GMT+5',
  'Etc/GMT-14',
  'GMT',
  'CET',
  'EST5EDT',
  'W-SU',
  'GB-Eire',
  'US/Pacific',
  'Europe/Kyiv',
  'Europe/Isle_of_Man',
  'America/Port-au-Prince',
  'America/Argentina/Buenos_Aires',
  'America/North_Dakota/New_Salem',
  'Africa/Dar_es_Salaam',
  'Antarctica/DumontDUrville',
  'Antarctica/McMurdo',
  'Australia/NSW',
  'Asia/Ust-Nera',
  'America/Knox_IN',
  'Brazil/DeNoronha',
])('%s is a time zone', (timeZone) => {
  expect(problems(of(report, { timeZone })).filter((one) => JSON.stringify(one).includes('timeZone'))).toEqual([]);
});

test.each(['*/15 * * * *', '5-59/15 * * * *', '0,30 8-18 * * 1-5', '07 02 1-31/2 */3 0,6', '*/1 * * * *'])('%s is a schedule', (schedule) => {
  expect(problems(of(report, { schedule, expected: { lastSuccess: '9000000s', longestRun: '1800s' } }))).toEqual([]);
});

test('an unknown time zone does not hide a schedule that never fires', () => {
  expect(problems(of(report, { timeZone: 'Mars/Base', schedule: '0 0 31 2 *' }))).toHaveLength(2);
  expect(problems(of(report, { timeZone: 'Mars/Base', schedule: '* 0 31 2 *' }))).toHaveLength(3);
});

test('faults of several tasks are reported together', () => {
  const together = { ...of(migrate, { deadline: '20s' }), ...of(report, { timeZone: 'Nowhere', schedule: '* * * * *' }) };
  expect(problems(together)).toHaveLength(3);
});

/** Longest gaps in seconds, worked out by hand. */
const gaps: readonly (readonly [cron: string, zone: string, gap: number | undefined])[] = [
  ['0 2 * * *', 'UTC', 86_400],
  // the day on which the clock goes back has 25 hours
  ['0 2 * * *', 'Europe/Berlin', 90_000],
  ['*/1 * * * *', 'UTC', 60],
  ['*/5 9-17 * * 1-5', 'UTC', (2 * 24 + 15) * 3600 + 300],
  ['0 0 1 * *', 'UTC', 31 * 86_400],
  // the thirteenth or a Friday: Kubernetes fires on either
  ['0 0 13 * 5', 'UTC', 7 * 86_400],
  ['0 0 29 2 *', 'UTC', 8 * 365.25 * 86_400 - 86_400],
  ['0 0 30 2 *', 'UTC', undefined],
  // frequent ones that pause for months, the last before a year with a 29 February
  ['*/15 * * 1-3 *', 'UTC', 275 * 86_400 + 900],
  ['0 * * 6-8 *', 'UTC', 274 * 86_400 + 3600],
  ['*/1 * * 12 *', 'UTC', 335 * 86_400 + 60],
  ['*/30 8 * 3,9 *', 'UTC', 154 * 86_400 - 1800],
];

test.each(gaps)('the longest time between two runs of %s in %s is %s s', (schedule, timeZone, gap) => {
  expect(longestGap(schedule, timeZone)).toBe(gap);
});

test('a schedule that fires names its first runs in order', () => {
  const runs = nextRuns('30 2 * * *', 'Europe/Berlin', 3).map((run) => run.toISOString());
  expect(runs).toEqual(['2028-01-01T01:30:00.000Z', '2028-01-02T01:30:00.000Z', '2028-01-03T01:30:00.000Z']);
});
