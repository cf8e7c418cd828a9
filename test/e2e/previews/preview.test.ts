import { axis, formatted } from '../../../e2e/previews/values';
import { interpolated } from '../../../e2e/previews/panel-data';
import { previewPage } from '../../../e2e/previews/preview';
import { serviceMap } from '../../../e2e/previews/service-map';
import type { Panel } from '../../../charts/dashboards';
import * as fc from 'fast-check';

const window = { from: 0, to: 600, step: 10 };
const line: Panel = {
  kind: 'series',
  title: 'Requests <now>',
  description: 'All & more.',
  unit: 'requests/s',
  width: 12,
  queries: [{ expr: 'a', legend: 'a' }],
};

describe('a preview', () => {
  const drawn = previewPage(
    { title: 'T', description: 'D.' },
    [
      {
        panel: line,
        series: [
          {
            query: 0,
            name: 'a',
            labels: {},
            points: [
              [0, 1],
              [300, 2],
              [310, 3],
            ],
          },
        ],
      },
    ],
    {
      window,
      about: '',
    },
  );

  it('escapes what it is given', () => {
    expect(drawn).toContain('Requests &lt;now&gt;');
    expect(drawn).toContain('All &amp; more.');
  });

  it('breaks a line where samples are missing', () => {
    expect(/<path d="(M[^"]*)"/.exec(drawn.slice(drawn.indexOf('class="grid"')))?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it('says why a panel has no data', () => {
    const empty = previewPage({ title: 'T', description: '' }, [{ panel: { ...line, emptyBecause: 'nothing runs' }, series: [] }], { window, about: '' });
    expect(empty).toContain('no data: nothing runs');
  });

  it('has one row of a table a combination of labels, with each query in its column', () => {
    const panel: Panel = {
      kind: 'table',
      title: 'Edges',
      description: '',
      unit: 'seconds',
      width: 24,
      columns: ['client', 'server'],
      units: ['requests/s', 'seconds'],
      queries: [
        { expr: 'a', legend: 'Rate' },
        { expr: 'b', legend: 'P95' },
      ],
    };
    const of = (query: number, server: string, value: number) => ({ query, name: '', labels: { client: 'shop', server }, points: [[0, value]] as const });
    const page = previewPage({ title: '', description: '' }, [{ panel, series: [of(0, 'sql', 5), of(1, 'sql', 0.25), of(0, 'redis', 7)] }], {
      window,
      about: '',
    });
    expect(page).toContain('<tr><td>shop</td><td>redis</td><td>7/s</td><td></td></tr><tr><td>shop</td><td>sql</td><td>5/s</td><td>250 ms</td></tr>');
  });
});

test('a service map has callers to the left of what they call, also in a circle', () => {
  const node = (id: string) => ({ query: 0, name: '', labels: { id }, points: [[0, 1]] as const });
  const edge = (source: string, target: string) => ({ query: 1, name: '', labels: { source, target }, points: [[0, 1]] as const });
  const svg = serviceMap([node('a'), node('b'), edge('a', 'b'), edge('b', 'a')], { width: 400, unit: 'requests/s' });
  expect(svg.match(/<circle/g)).toHaveLength(2);
  const place = (name: string): number =>
    Number(
      new RegExp(`x="([\\d.]+)"[^>]*class="name">${name}<`).exec(
        serviceMap([node('db'), node('shop'), edge('shop', 'db')], { width: 400, unit: 'requests/s' }),
      )?.[1],
    );
  expect(place('shop')).toBeLessThan(place('db'));
});

test('variables take the place of their names, the longest name first', () => {
  expect(interpolated('rate(a{n="$namespace",w="$workload"}[$__rate_interval])', { namespace: 'x', workload: 'y', rateInterval: '40s' })).toBe(
    'rate(a{n="x",w="y"}[40s])',
  );
});

test.each([
  [0.25, 'seconds', '250 ms'],
  [2, 'seconds', '2 s'],
  [0.125, 'share', '12.5 %'],
  [1536, 'bytes', '1.5 KiB'],
  [12_345, 'count', '12.3k'],
  [3, { suffix: 'orders' }, '3 orders'],
] as const)('%s of %j reads as %s', (value, unit, text) => {
  expect(formatted(value, unit)).toBe(text);
});

test('an axis holds every value and has few steps of equal size', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (high) => {
      const ticks = axis(0, high);
      expect(ticks[0]).toBeLessThanOrEqual(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }),
  );
});
