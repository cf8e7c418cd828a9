import { environments } from '../../fixtures/environments';
import { page, pageContent, pageTrouble } from '../../../e2e/demo/page';
import { chosen, rootOf, shownPanels, type PageData } from '../../../e2e/demo/page-data';
import { kubeletText, stateText } from '../../../e2e/demo/played-cluster';
import { waterfall } from '../../../e2e/demo/waterfall';
import type { JaegerSpan, JaegerTrace } from '../../../e2e/tracing/jaeger-api';
import { webWorkloads } from '../../../config/workload';

const [environment] = environments;
if (environment === undefined) throw new Error('there must be an environment');

const start = 1_800_000_000;
const span = (id: string, more: Partial<JaegerSpan> & { readonly parent?: string; readonly tag?: Readonly<Record<string, unknown>> } = {}): JaegerSpan => ({
  traceID: 't',
  spanID: id,
  operationName: id,
  processID: 'p1',
  startTime: start * 1e6,
  duration: 1000,
  references: more.parent === undefined ? [] : [{ refType: 'CHILD_OF', spanID: more.parent }],
  tags: Object.entries(more.tag ?? {}).map(([key, value]) => ({ key, value })),
  ...more,
});
const trace = (spans: readonly JaegerSpan[]): JaegerTrace => ({
  traceID: 't',
  spans: [...spans],
  processes: { p1: { serviceName: 'backend', tags: [] }, p2: { serviceName: 'prices', tags: [] } },
});
const order = trace([
  span('POST /orders', { duration: 100_000, tag: { 'span.kind': 'server' } }),
  span('SELECT items', {
    parent: 'POST /orders',
    startTime: start * 1e6 + 10_000,
    duration: 20_000,
    tag: { 'span.kind': 'client', 'db.system.name': 'sqlite' },
  }),
  span('GET', { parent: 'POST /orders', startTime: start * 1e6 + 40_000, tag: { 'span.kind': 'client', 'db.system': 'redis' } }),
  span('POST', { parent: 'POST /orders', startTime: start * 1e6 + 50_000, duration: 30_000, tag: { 'span.kind': 'client' } }),
  span('POST /price', { parent: 'POST', processID: 'p2', startTime: start * 1e6 + 55_000, duration: 20_000, tag: { 'span.kind': 'server', error: true } }),
]);
const empty: PageData = { window: { from: start - 60, to: start, step: 5 }, panels: [], signals: [], traces: [], alerts: [] };
const withPanels = (): PageData['panels'] => shownPanels(environment).map((panel) => ({ panel, series: [] }));

test('every panel of the page is from a dashboard', () => {
  expect(shownPanels(environment).map(({ title }) => title)).toContain('Service map');
});

test('a waterfall names the layers, indents called spans, and places each span by its start', () => {
  const html = waterfall(order, { now: start + 3, open: true });
  expect(html).toContain('<summary>POST /orders · 100 ms · 5 spans · 3 s ago <em>error</em></summary>');
  expect([...html.matchAll(/padding-left:(\d+)px"><b>([^<]*)<\/b> ([^<]*)</g)].map(([, indent, layer, name]) => [indent, layer, name])).toEqual([
    ['0', 'backend, FastAPI', 'POST /orders'],
    ['12', 'SQL sqlite', 'SELECT items'],
    ['12', 'Redis', 'GET'],
    ['12', 'HTTP call', 'POST'],
    ['24', 'prices, FastAPI', 'POST /price'],
  ]);
  expect(html).toContain('left:10.00%;width:20.00%');
});

test.each<[string, JaegerTrace]>([
  ['callers call each other in a circle', trace([span('a', { parent: 'b' }), span('b', { parent: 'a' })])],
  ['a span is its own caller', trace([span('a', { parent: 'a' })])],
  ['the caller is missing', trace([span('a', { parent: 'gone' }), span('b', { parent: 'a' })])],
  ['nothing took any time', trace([span('a', { duration: 0 })])],
  ['a hundred spans, all but some are counted', trace(Array.from({ length: 100 }, (_, index) => span(`s${index}`)))],
  ['the service is unknown', trace([span('a', { processID: 'nowhere' })])],
])('a trace is drawn when %s', (_, odd) => {
  const html = waterfall(odd, { now: start, open: false });
  expect(html.match(/class="span/g)?.length).toBe(Math.min(24, odd.spans.length));
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test('a trace without spans has no row', () => {
  expect(waterfall(trace([]), { now: start, open: false })).toBe('');
  expect(rootOf(trace([]))).toBeUndefined();
});

test('the newest trace of each operation is chosen, those with the most services first', () => {
  const old = trace([span('GET /items', { startTime: 1 })]);
  const newer = trace([span('GET /items', { startTime: 2 }), span('more', { parent: 'GET /items', startTime: 3 })]);
  expect(chosen([old, newer, order])).toEqual([order, newer]);
});

test('probes are left out, and the file of a database is shown by its name', () => {
  const probe = trace([span('GET /health/ready', { startTime: 9 })]);
  expect(chosen([probe, order])).toEqual([order]);
  const select = trace([span('SELECT /var/data/shop/backend.db', { tag: { 'db.system': 'sqlite' } })]);
  expect(waterfall(select, { now: start, open: true })).toContain('<b>SQL sqlite</b> SELECT backend.db<');
});

test('all external text is escaped', () => {
  const evil = '<script>alert(1)</script>';
  const html = pageContent(
    {
      ...empty,
      traces: [trace([span(evil, { tag: { 'db.system': evil } })])],
      signals: [{ name: evil, asks: 1 }],
      alerts: [{ state: 'firing', labels: { alertname: evil }, annotations: { summary: evil } }],
    },
    environment,
  );
  expect(html).not.toContain('<script>');
  expect(pageTrouble(evil)).not.toContain('<script>');
});

test.each([
  ['one signal is the largest', [5, 2], 'CPU wins with 5'],
  ['two are the largest', [5, 5], 'CPU and request rate win with 5'],
  ['none has a value', [undefined, undefined], 'No signal has a value yet'],
] as const)('the page says who wins when %s', (_, [cpu, rate], sentence) => {
  const html = pageContent(
    {
      ...empty,
      signals: [
        { name: 'cpu', asks: cpu },
        { name: 'request_rate', asks: rate },
      ],
    },
    environment,
  );
  expect(html).toContain(sentence);
});

test('the replicas that the autoscaler would set stay within the policy', () => {
  const { minReplicas, maxReplicas } = webWorkloads(environment)[0]!.scaling;
  const says = (asks: number): string => pageContent({ ...empty, signals: [{ name: 'cpu', asks }] }, environment);
  expect(says(0)).toContain(`would set ${minReplicas} `);
  expect(says(maxReplicas + 7)).toContain(`would set ${maxReplicas} `);
});

test('alerts are shown with their state; Deadman does not count', () => {
  const deadman = { state: 'firing', labels: { alertname: 'Deadman' }, annotations: {} } as const;
  expect(pageContent({ ...empty, alerts: [deadman] }, environment)).toContain('None is firing, none is pending. Deadman fires');
  expect(pageContent(empty, environment)).toContain('Deadman does not fire yet');
  const pending = { state: 'pending', labels: { alertname: 'TargetDown' }, annotations: { summary: 'jaeger' } } as const;
  expect(pageContent({ ...empty, alerts: [deadman, pending] }, environment)).toContain('<li class="pending"><b>TargetDown</b> pending. jaeger</li>');
});

test('a page without data says so in every place, and loads nothing external', () => {
  const html = page(pageContent({ ...empty, panels: withPanels() }, environment));
  expect(html.match(/no data yet|none yet|no data:|publishes nothing/g)?.length).toBeGreaterThanOrEqual(4);
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
  expect(html).toMatch(/prefers-color-scheme: dark/);
  expect(html).toContain('width=device-width');
});

test('the simulated cluster has one ready pod, and none before it runs', () => {
  expect(stateText(environment, undefined)).toContain('kube_deployment_status_replicas_ready{namespace="lyo-backend",deployment="backend"} 0');
  expect(kubeletText(environment, undefined)).toBe('');
  const own = { name: 'jest', pid: process.pid };
  expect(stateText(environment, own)).toMatch(/replicas_ready\{[^}]*\} 1\n/);
  expect(stateText(environment, own)).toMatch(/kube_pod_labels\{[^}]*label_app_kubernetes_io_name="backend"\} 1\n/);
  expect(stateText(environment, undefined)).not.toContain('kube_pod_');
  expect(kubeletText(environment, own)).toMatch(process.platform === 'linux' ? /container_cpu_usage_seconds_total\{[^}]*container="backend"\} [\d.]+\n/ : /^$/);
});
