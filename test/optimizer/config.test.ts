import { settingsOf } from '../../optimizer/config';
import { limits, settingsWith, workloadSettings } from './played-world';
import { seedPolicy } from '../fixtures/standard';

const { requestRate: _, ...withoutRate } = seedPolicy.signals;
const { forecast: __, ...withoutForecast } = seedPolicy.signals;

/** Wrong settings, with path, rule and received value. */
const wrong: readonly { readonly change: Readonly<Record<string, unknown>>; readonly path: string; readonly rule: RegExp; readonly received: string }[] = [
  { change: { prometheus: { url: 'prometheus:9090', timeout: 5, mostBytes: 1e6 } }, path: 'prometheus.url', rule: /address/, received: '"prometheus:9090"' },
  {
    change: { prometheus: { url: 'file:///etc/passwd', timeout: 5, mostBytes: 1e6 } },
    path: 'prometheus.url',
    rule: /address/,
    received: '"file:///etc/passwd"',
  },
  ...['http://a:b@c', 'https://token@c:9090/x', 'http://:secret@c'].map((url) => ({
    change: { prometheus: { url, timeout: 5, mostBytes: 1e6 } },
    path: 'prometheus.url',
    rule: /no user name and no password/,
    received: '',
  })),
  { change: { prometheus: { url: 'http://a', timeout: 0, mostBytes: 1e6 } }, path: 'prometheus.timeout', rule: /0\.1/, received: '0' },
  { change: { prometheus: { url: 'http://a', timeout: 5, mostBytes: 1e9 } }, path: 'prometheus.mostBytes', rule: /64000000/, received: '1000000000' },
  { change: { listen: { host: '', port: 8080 } }, path: 'listen.host', rule: /1 char/, received: '""' },
  { change: { listen: { host: '::', port: 70_000 } }, path: 'listen.port', rule: /65535/, received: '70000' },
  { change: { tick: 0 }, path: 'tick', rule: /1/, received: '0' },
  { change: { tick: 45, validFor: 45 }, path: 'validFor', rule: /longer than a tick/, received: '45' },
  { change: { validFor: 90 }, path: 'validFor', rule: /75/, received: '90' },
  { change: { history: { bin: 420, days: 7 } }, path: 'history.bin', rule: /divide an hour/, received: '420' },
  { change: { history: { bin: 300, days: 400 } }, path: 'history.days', rule: /28/, received: '400' },
  { change: { relearn: 60 }, path: 'relearn', rule: /600/, received: '60' },
  { change: { knee: 1.5 }, path: 'knee', rule: /1/, received: '1.5' },
  { change: { workloads: [] }, path: 'workloads', rule: /1/, received: '[]' },
  { change: { workloads: [workloadSettings('backend'), workloadSettings('backend')] }, path: 'workloads', rule: /once/, received: '' },
  { change: { workloads: [workloadSettings('Back"end')] }, path: 'workloads.0.deployment', rule: /name of Kubernetes/, received: '"Back\\"end"' },
  { change: { workloads: [workloadSettings('a', { startUp: 0 })] }, path: 'workloads.0.startUp', rule: /1/, received: '0' },
  { change: { workloads: [workloadSettings('a', { forecast: 'maybe' })] }, path: 'workloads.0.forecast', rule: /act/, received: '"maybe"' },
  {
    change: { workloads: [workloadSettings('a', { headroom: { mode: 'act', most: 1.5 } })] },
    path: 'workloads.0.headroom.most',
    rule: /1\.2/,
    received: '1.5',
  },
  ...[60, 120, 239].map((watch) => ({
    change: { workloads: [workloadSettings('a', { tuned: { prefix: 'a', watch } })] },
    path: 'workloads.0.tuned.watch',
    rule: /240/,
    received: String(watch),
  })),
  ...(
    [
      ['step', 0.5, /1/],
      ['step', 11, /10/],
      ['changesPerHour', 0, /1/],
      ['changesPerHour', 2.5, /int/],
      ['extraPodHours', -1, /0/],
      ['evidenceDays', 0, /1/],
      ['evidenceDays', 5, /at most the 4 days of history/],
    ] as const
  ).map(([limit, value, rule]) => ({
    change: { workloads: [workloadSettings('a', { limits: { ...limits, [limit]: value } })] },
    path: `workloads.0.limits.${limit}`,
    rule,
    received: String(value),
  })),
  ...(
    [
      ['from', 'tomorrow', /ISO/],
      ['until', '2026-11-27T00:00:00Z', /later than from/],
      ['until', '2026-11-27T01:00:00+02:00', /later than from/],
    ] as const
  ).map(([end, value, rule]) => ({
    change: {
      workloads: [workloadSettings('a', { limits: { ...limits, freezes: [{ from: '2026-11-27T00:00:00Z', until: '2026-11-28T00:00:00Z', [end]: value }] } })],
    },
    path: `workloads.0.limits.freezes.0.${end}`,
    rule,
    received: value,
  })),
  {
    change: { workloads: [workloadSettings('a', { scaling: { ...seedPolicy, signals: withoutRate } })] },
    path: 'workloads.0.scaling.signals.requestRate',
    rule: /requests a second/,
    received: 'nothing',
  },
  {
    change: { workloads: [workloadSettings('a', { scaling: { ...seedPolicy, signals: withoutForecast } })] },
    path: 'workloads.0.scaling.signals.forecast',
    rule: /nothing reads/,
    received: 'nothing',
  },
  {
    change: { workloads: [workloadSettings('a', { scaling: { ...seedPolicy, maxReplicas: 0 } })] },
    path: 'workloads.0.scaling.maxReplicas',
    rule: /1/,
    received: '0',
  },
  {
    change: { workloads: [workloadSettings('a', { scaling: { ...seedPolicy, minReplicas: 9, maxReplicas: 5 } })] },
    path: 'workloads.0.scaling.minReplicas',
    rule: /at most maxReplicas \(5\)/,
    received: '9',
  },
  {
    change: {
      kubernetes: {
        ...{ server: 'https://a', credentials: '/x', namespace: 'n', lease: 'l', decisions: 'd', leaseFor: 30 },
        interventions: { name: 'd', audience: 'a', group: 'g' },
      },
    },
    path: 'kubernetes.interventions.name',
    rule: /another ConfigMap/,
    received: '"d"',
  },
  { change: { databasePassword: 'x' }, path: '(whole)', rule: /databasePassword/, received: '' },
];

test.each(wrong)('$path is refused with the rule and the received value $received', ({ change, path, rule, received }) => {
  const result = settingsOf(settingsWith(change));
  const problems = result.ok ? [] : result.problems;
  expect(problems).toContainEqual({ path, rule: expect.stringMatching(rule), received: expect.stringContaining(received) });
});

test.each([
  ['http://a:secret@c:9090/x', '//…@c:9090/x'],
  ['http://secret@c:9090/x', '//…@c:9090/x'],
  ['http://a:p@secret@c:9090/x', '//…@c:9090/x'],
  [String.raw`http:\\a:secret@c:9090/x`, '//…@c:9090/x'],
  [`http://a:secret${'t'.repeat(200)}@c:9090/x`, '//…@c:9090/x'],
  ['ftp://a:secret@c:9090/x', '//…@c:9090/x'],
  ['http://a:secret@c:99999999/x', '//…@c:99999999/x'],
])('a user or password in an address is refused and not told, however it is written: %s', (url, told) => {
  const result = settingsOf(settingsWith({ prometheus: { url, timeout: 5, mostBytes: 1e6 } }));
  expect(result.ok).toBe(false);
  expect(JSON.stringify(result)).toContain(told);
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('all problems are reported at once', () => {
  const result = settingsOf(settingsWith({ tick: 0, knee: 7, workloads: [workloadSettings('a', { startUp: -1 })] }));
  expect(result.ok ? [] : result.problems.map(({ path }) => path).sort()).toEqual(['knee', 'tick', 'workloads.0.startUp']);
});

test.each([null, 7, 'settings', [], {}])('settings of %j are refused', (value) => {
  expect(settingsOf(value).ok).toBe(false);
});
