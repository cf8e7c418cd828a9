import { z } from 'zod';
import type { Panel } from '../../../constructs/dashboards/dashboard';
import { panelBuilder } from '../../../constructs/dashboards/grafana-panel';

const model = z.looseObject({
  type: z.string(),
  gridPos: z.object({ h: z.number(), w: z.number() }),
  options: z.looseObject({ sortBy: z.array(z.object({ displayName: z.string(), desc: z.boolean() })).optional() }).optional(),
  fieldConfig: z.looseObject({
    defaults: z.looseObject({
      min: z.number().optional(),
      custom: z
        .looseObject({
          fillOpacity: z.number().optional(),
          stacking: z.looseObject({ mode: z.string() }).optional(),
          scaleDistribution: z.unknown().optional(),
        })
        .optional(),
    }),
  }),
  targets: z.array(z.looseObject({ refId: z.string(), instant: z.boolean().optional(), range: z.boolean().optional(), format: z.string().optional() })),
});
const common = {
  title: 't',
  description: 'd',
  width: 8,
  unit: 'count',
  queries: [
    { expr: 'a', legend: 'first' },
    { expr: 'b', legend: 'second' },
  ],
} as const;
const built = (panel: Panel): z.infer<typeof model> => model.parse(JSON.parse(JSON.stringify(panelBuilder(panel).build())));

test('series are stacked and filled only if the panel says so', () => {
  const custom = (stacked?: boolean): unknown => {
    const found = built({ ...common, kind: 'series', ...(stacked === undefined ? {} : { stacked }) }).fieldConfig.defaults.custom;
    return [found?.stacking?.mode, found?.fillOpacity];
  };
  expect([custom(true), custom(false), custom()]).toEqual([
    ['normal', 25],
    ['none', 5],
    ['none', 5],
  ]);
});

test('an axis begins at zero, unless it is fitted to its values or logarithmic', () => {
  const defaults = (axis?: 'fitted' | 'logarithmic'): unknown => {
    const found = built({ ...common, kind: 'series', ...(axis === undefined ? {} : { axis }) }).fieldConfig.defaults;
    return [found.min, found.custom?.scaleDistribution];
  };
  expect([defaults(), defaults('fitted'), defaults('logarithmic')]).toEqual([
    [0, undefined],
    [undefined, undefined],
    [undefined, { type: 'log', log: 10 }],
  ]);
});

test('a table is sorted by the query that it names, largest first, and otherwise not sorted', () => {
  const table = { ...common, kind: 'table', columns: ['pod'], units: ['count', 'count'] } as const;
  expect(built({ ...table, largestFirst: 'second' }).options?.sortBy).toEqual([{ displayName: 'second', desc: true }]);
  expect(built(table).options?.sortBy ?? []).toEqual([]);
});

test('a graph is as high as a table, a number half as high, and a service map nearly twice', () => {
  const height = (panel: Panel): number => built(panel).gridPos.h;
  const table = { ...common, kind: 'table', columns: [], units: [] } as const;
  expect([height({ ...common, kind: 'series' }), height(table), height({ ...common, kind: 'stat' }), height({ ...common, kind: 'map' })]).toEqual([
    8, 8, 4, 14,
  ]);
});

test('a graph queries a range, a number the latest value, and a table the latest values as rows; queries are named A, B, …', () => {
  const targets = (panel: Panel): unknown => built(panel).targets.map(({ refId, range, instant, format }) => [refId, range ?? false, instant ?? false, format]);
  expect(targets({ ...common, kind: 'series' })).toEqual([
    ['A', true, false, undefined],
    ['B', true, false, undefined],
  ]);
  expect(targets({ ...common, kind: 'stat' })).toMatchObject([
    ['A', false, true, undefined],
    ['B', false, true, undefined],
  ]);
  expect(targets({ ...common, kind: 'table', columns: [], units: [] })).toMatchObject([
    ['A', false, true, 'table'],
    ['B', false, true, 'table'],
  ]);
});
