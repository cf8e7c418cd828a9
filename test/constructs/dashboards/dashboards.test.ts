import { z } from 'zod';
import { metricsIn } from '../../../checks/objects/promql';
import { dashboardFiles, dashboardsOf } from '../../../charts/dashboards';
import { environments } from '../../fixtures/environments';
import { dashboards, healthRoutes } from '../../../config/names';
import { metrics, recorded } from '../../../config/telemetry';
import type { Changes } from '../../altered';
import { environmentWith, firstWorkload, secondWorkload } from '../../environment-with';
import { valueOf } from '../promql-value';

const reference = z.object({ type: z.string(), uid: z.string() });
const links = z.array(z.object({ title: z.string().min(1), url: z.string() }));
const model = z.object({
  uid: z.string(),
  title: z.string(),
  annotations: z.object({ list: z.array(z.unknown()) }),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int().positive(),
      type: z.string(),
      title: z.string().min(1),
      description: z.string().min(1),
      datasource: reference,
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1), min: z.number().optional(), links: links.default([]) }) }),
      links: links.default([]),
      targets: z.array(z.object({ expr: z.string(), refId: z.string(), datasource: reference, exemplar: z.boolean() })).min(1),
    }),
  ),
});

const all = environments.flatMap((environment) =>
  Object.entries(dashboardFiles(environment)).map(([file, text]) => [environment.name, file, model.parse(JSON.parse(text))] as const),
);

test('there is one dashboard for each uid that alerts and people link to', () => {
  for (const environment of environments) {
    expect(Object.keys(dashboardFiles(environment)).sort()).toEqual(
      Object.values(dashboards)
        .map((uid) => `${uid}.json`)
        .sort(),
    );
  }
});

describe.each(all)('%s %s', (environment, file, dashboard) => {
  it('is named for its uid, and its panels have unique ids', () => {
    expect(file).toBe(`${dashboard.uid}.json`);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('queries only the data source of its variable', () => {
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'prometheus', type: 'datasource' });
    for (const { datasource, targets } of dashboard.panels) {
      for (const { uid } of [datasource, ...targets.map((target) => target.datasource)]) expect(uid).toBe('${prometheus}');
    }
  });

  it('names only metrics of the telemetry contract', () => {
    const contract: readonly string[] = Object.values(metrics).map(({ name }) => name);
    const prefixes = Object.values(recorded);
    for (const { targets } of dashboard.panels) {
      for (const name of targets.flatMap(({ expr }) => metricsIn(expr))) {
        expect(contract.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)) ? 'known' : name).toBe('known');
      }
    }
  });

  it('gives each query of a panel a unique letter or name', () => {
    for (const { targets } of dashboard.panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  it('links to Jaeger’s search over its time range, and fills in only variables and clicked values', () => {
    const jaeger = environment === 'dev' ? 'https://jaeger.dev.lyo.example' : 'https://jaeger.lyo.example';
    const chosen = dashboard.templating.list.map(({ name }) => `\${${name}:percentencode}`);
    for (const { links: ofPanel, fieldConfig } of dashboard.panels) {
      const ofClicks = fieldConfig.defaults.links;
      for (const { url } of [...ofPanel, ...ofClicks]) {
        expect(url).toMatch(/^https:\/\/[^/]+\/search\?service=\$\{.+&lookback=custom&start=\$\{__from\}000&end=\$\{__to\}000&limit=20$/);
        expect(url.startsWith(`${jaeger}/`)).toBe(true);
      }
      const unknown = [...ofPanel, ...ofClicks]
        .flatMap(({ url }) => [...url.matchAll(/\$\{[^}]*\}/g)].map(([variable]) => variable))
        .filter((variable) => !known(variable, chosen));
      expect(unknown).toEqual([]);
      // the link of a whole panel has no clicked line or row
      expect(ofPanel.filter(({ url }) => /__field|__data/.test(url))).toEqual([]);
    }
  });

  it('has panels that do not overlap and stay within the grid', () => {
    for (const [index, { gridPos: one }] of dashboard.panels.entries()) {
      expect(one.x + one.w).toBeLessThanOrEqual(24);
      for (const { gridPos: other } of dashboard.panels.slice(index + 1)) {
        const apart = one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y;
        expect(apart).toBe(true);
      }
    }
  });
});

function known(variable: string, chosen: readonly string[]): boolean {
  return chosen.includes(variable) || /^\$\{(__from|__to|__(field\.labels|data\.fields)\.\w+:percentencode)\}$/.test(variable);
}

/** A panel of a dashboard of the dev environment. */
function panelOf(uid: string, title: string): (typeof all)[number][2]['panels'][number] {
  const panel = all.find(([environment, , dashboard]) => environment === 'dev' && dashboard.uid === uid)?.[2].panels.find((one) => one.title === title);
  if (panel === undefined) throw new Error(`a panel must be there, received none called ${title}`);
  return panel;
}

describe('the service dashboard links to traces without exemplars', () => {
  it.each([
    ['Failed requests by operation', 'tags=%7B%22error%22%3A%22true%22%7D'],
    ['Against the availability objective, by window', 'tags=%7B%22error%22%3A%22true%22%7D'],
    ['Duration', 'minDuration=2s'],
    ['Duration of kept traces, with exemplars', 'minDuration=2s'],
    ['Against the latency objective, by window', 'minDuration=2s'],
  ])('%s: %s', (title, wanted) => {
    expect(panelOf(dashboards.service, title).links.map(({ url }) => url)).toEqual([expect.stringContaining(`&${wanted}&`)]);
  });

  it('by the operation of the clicked line or row', () => {
    const clicks = (title: string) => panelOf(dashboards.service, title).fieldConfig.defaults.links.map(({ url }) => url);
    expect(clicks('Failed requests by operation')).toEqual([expect.stringContaining('&operation=${__field.labels.span_name:percentencode}&tags=')]);
    expect(clicks('Operations')).toEqual([
      expect.stringContaining('&operation=${__data.fields.span_name:percentencode}&lookback='),
      expect.stringContaining('&operation=${__data.fields.span_name:percentencode}&tags='),
    ]);
  });
});

test('the service map shows numbers as texts with their unit, because a node graph supports neither renamed fields nor units', () => {
  const { targets } = panelOf(dashboards.dependencies, 'Service map');
  expect(targets.map(({ refId }) => refId)).toEqual(['nodes', 'edges']);
  for (const { expr } of targets) expect(expr).toContain('"mainstat", "$1 req/s", "mainstat", "(.*)" )');
});

test('a service on the map shows the requests that it counted, because a request whose trace began elsewhere has no edge', () => {
  const [nodes] = panelOf(dashboards.dependencies, 'Service map').targets;
  expect(metricsIn(nodes?.expr ?? '')).toEqual([metrics.calls.name, metrics.edgeRequests.name]);
  expect(nodes?.expr).toContain('SPAN_KIND_SERVER');
  expect(nodes?.expr).toContain(`!~${JSON.stringify(healthRoutes.spanNames)}`);
});

test('an axis begins at zero, except for values close to 1 or below zero', () => {
  const free = all
    .filter(([environment]) => environment === 'dev')
    .flatMap(([, , { panels }]) => panels.filter(({ fieldConfig }) => fieldConfig.defaults.min !== 0));
  expect(free.filter(({ type }) => type === 'timeseries').map(({ title }) => title)).toEqual([
    'Duration',
    'Share of requests within 2 s',
    'P95 by edge',
    'Time between caller and callee',
    'Availability',
    'Error budgets left',
  ]);
});

test('only the panel of kept traces queries exemplars, because only there each leads to a trace', () => {
  const asking = all.flatMap(([, , { panels }]) => panels.flatMap(({ targets }) => targets.filter(({ exemplar }) => exemplar)));
  expect(asking).toHaveLength(environments.length);
  for (const { expr } of asking) expect(metricsIn(expr)).toEqual([metrics.sampledDurationBucket.name]);
});

test('a metric of an application gets a panel by its configuration entry alone', () => {
  const environment = environmentWith({
    'telemetry.applicationMetrics': [{ name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Orders that wait', unit: 'orders' }],
  });
  const panel = dashboardsOf(environment)
    .find(({ uid }) => uid === dashboards.service)
    ?.panels.find(({ title }) => title === 'Orders that wait');
  expect(panel).toMatchObject({
    unit: { suffix: 'orders' },
    queries: [{ expr: 'sum(orders_waiting{workload="backend",namespace="$namespace"})' }],
  });
});

test('signals of every workload are on the scaling dashboard, each with its own cap', () => {
  const scaling = dashboardsOf(environmentWith(secondWorkload)).find(({ uid }) => uid === dashboards.scaling);
  const caps = scaling?.panels.find(({ title }) => title.startsWith('Share of its cap'))?.queries ?? [];
  expect(caps.map(({ legend }) => legend)).toEqual(expect.arrayContaining(['cpu of backend', 'cpu of orders']));
});

describe('a second workload with a policy of its own', () => {
  const onlyRequests = { ...firstWorkload(environmentWith()).scaling, signals: { cpu: firstWorkload(environmentWith()).scaling.signals.cpu } };
  const titles = (changes: Changes, uid: string) =>
    dashboardsOf(environmentWith({ ...secondWorkload, ...changes })).find((one) => one.uid === uid)?.panels ?? [];

  it('has its share of time on the dashboard of bottlenecks, although the first does not scale on latency', () => {
    const panel = titles({ 'workloads[0].scaling': onlyRequests }, dashboards.bottlenecks).find(({ title }) => title === 'Own share of time');
    expect(panel).toMatchObject({
      queries: [{ expr: 'lyo:own_share:ratio{namespace="$namespace",deployment="$workload"}' }],
      emptyBecause: 'backend does not scale on latency',
    });
  });

  it('has its forecast on the dashboard of the optimizer, although the first has none', () => {
    const [panel] = titles({ 'workloads[0].scaling': onlyRequests }, dashboards.optimizer);
    expect(panel?.queries.map(({ legend }) => legend)).toEqual(['forecast', 'request rate', 'ready']);
  });

  it('adds no panel or query for signals that no workload has', () => {
    const changes = { 'workloads[0].scaling': onlyRequests, 'workloads[1].scaling': onlyRequests };
    expect(titles(changes, dashboards.bottlenecks).map(({ title }) => title)).not.toContain('Own share of time');
    expect(titles(changes, dashboards.optimizer)[0]?.queries.map(({ legend }) => legend)).toEqual(['ready']);
  });
});

test('a panel of an objective says what it allows, in percent', () => {
  const [environment] = [environmentWith({ 'alerting.objectives.availability': 0.999, 'alerting.objectives.latency.share': 0.95 })];
  const panels = dashboardsOf(environment).flatMap((dashboard) => dashboard.panels);
  const texts = panels.map(({ description }) => description).filter((text) => text.includes('Allowed:'));
  expect(texts.map((text) => /Allowed: ([\d.]+ %)/.exec(text)?.[1])).toEqual(['0.1 %', '5 %']);
});

test('refused and lost spans are shown as 0 without a counter, not as an empty panel', () => {
  const spans = dashboardsOf(environmentWith({}))
    .flatMap((dashboard) => dashboard.panels)
    .find(({ title }) => title === 'Spans');
  const read = (legend: string): unknown => {
    const expr = spans?.queries.find((query) => query.legend === legend)?.expr ?? '';
    return valueOf(expr.replaceAll('$__rate_interval', '60s'), () => undefined);
  };
  expect([read('refused'), read('lost'), read('received')]).toEqual([0, 0, undefined]);
});
