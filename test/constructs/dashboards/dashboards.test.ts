import { z } from 'zod';
import { metricsIn } from '../../../checks/objects/promql-metrics';
import { dashboardFiles, dashboardsOf } from '../../../charts/dashboards';
import { environments } from '../../../config/environments';
import { dashboards } from '../../../config/names';
import { metrics, recorded } from '../../../config/telemetry';
import { environmentWith, secondWorkload } from '../../environment-with';

const reference = z.object({ type: z.string(), uid: z.string() });
const model = z.object({
  uid: z.string(),
  title: z.string(),
  annotations: z.object({ list: z.array(z.unknown()) }),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int().positive(),
      title: z.string().min(1),
      description: z.string().min(1),
      datasource: reference,
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1) }) }),
      targets: z.array(z.object({ expr: z.string(), refId: z.string(), datasource: reference, exemplar: z.boolean() })).min(1),
    }),
  ),
});

const all = environments.flatMap((environment) =>
  Object.entries(dashboardFiles(environment)).map(([file, text]) => [environment.name, file, model.parse(JSON.parse(text))] as const),
);

test('there is one dashboard for each identifier that alerts and people link to', () => {
  for (const environment of environments) {
    expect(Object.keys(dashboardFiles(environment)).sort()).toEqual(
      Object.values(dashboards)
        .map((uid) => `${uid}.json`)
        .sort(),
    );
  }
});

describe.each(all)('%s %s', (_, file, dashboard) => {
  it('is named for its identifier, and its panels have identifiers of their own', () => {
    expect(file).toBe(`${dashboard.uid}.json`);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks the data source that its variable names, and no other', () => {
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'prometheus', type: 'datasource' });
    for (const { datasource, targets } of dashboard.panels) {
      for (const { uid } of [datasource, ...targets.map((target) => target.datasource)]) expect(uid).toBe('${prometheus}');
    }
  });

  it('names only metrics of the contract', () => {
    const contract: readonly string[] = Object.values(metrics).map(({ name }) => name);
    const prefixes = Object.values(recorded);
    for (const { targets } of dashboard.panels) {
      for (const name of targets.flatMap(({ expr }) => metricsIn(expr))) {
        expect(contract.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)) ? 'known' : name).toBe('known');
      }
    }
  });

  it('gives each query of a panel a letter or name of its own', () => {
    for (const { targets } of dashboard.panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  it('has panels that do not lie on each other and stay within the grid', () => {
    for (const [index, { gridPos: one }] of dashboard.panels.entries()) {
      expect(one.x + one.w).toBeLessThanOrEqual(24);
      for (const { gridPos: other } of dashboard.panels.slice(index + 1)) {
        const apart = one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y;
        expect(apart).toBe(true);
      }
    }
  });
});

test('only the duration of kept traces asks for exemplars, because only there does each lead to a trace', () => {
  const asking = all.flatMap(([, , { panels }]) => panels.flatMap(({ targets }) => targets.filter(({ exemplar }) => exemplar)));
  expect(asking).toHaveLength(environments.length);
  for (const { expr } of asking) expect(metricsIn(expr)).toEqual([metrics.sampledDurationBucket.name]);
});

test('a metric of an application gets a panel from its entry alone', () => {
  const environment = environmentWith({
    'telemetry.applicationMetrics': [{ name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Orders that wait', unit: 'orders' }],
  });
  const panel = dashboardsOf(environment)
    .find(({ uid }) => uid === dashboards.service)
    ?.panels.find(({ title }) => title === 'Orders that wait');
  expect(panel).toMatchObject({
    unit: { suffix: 'orders' },
    queries: [{ expr: 'sum(orders_waiting{job="application",workload="backend",namespace="$namespace"})' }],
  });
});

test('signals of every workload are on the scaling dashboard, each against its own cap', () => {
  const scaling = dashboardsOf(environmentWith(secondWorkload)).find(({ uid }) => uid === dashboards.scaling);
  const caps = scaling?.panels.find(({ title }) => title.startsWith('Share of its cap'))?.queries ?? [];
  expect(caps.map(({ legend }) => legend)).toEqual(expect.arrayContaining(['cpu of backend', 'cpu of orders']));
});
