import { steps, ticks } from '../../../e2e/previews/axis';
import { formatted } from '../../../e2e/previews/values';
import { interpolated } from '../../../e2e/previews/panel-data';
import { heightOf, previewPage } from '../../../e2e/previews/preview';
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

  it('draws each exemplar as a point, and names where a panel leads', () => {
    const exemplars = [
      { traceId: 'a', at: 100, value: 2 },
      { traceId: 'b', at: 200, value: 30 },
    ];
    const page = previewPage(
      { title: 'T', description: '' },
      [{ panel: { ...line, links: [{ title: 'Failed traces', url: '' }] }, series: [{ query: 0, name: 'a', labels: {}, points: [[0, 1]] }], exemplars }],
      { window, about: '' },
    );
    expect(page.match(/class="exemplar"/g)).toHaveLength(2);
    expect(page).toContain('<u>Failed traces</u>');
    // the largest exemplar is on the axis although the line ends at 1
    expect(page).toContain('>30/s</text>');
  });

  it('fills what is below a stacked line down to the line below it', () => {
    const at = (value: number) => [0, 300, 600].map((time) => [time, value] as const);
    const series = [
      { query: 0, name: 'a', labels: {}, points: at(1) },
      { query: 0, name: 'b', labels: {}, points: at(2) },
    ];
    const page = previewPage({ title: 'T', description: '' }, [{ panel: { ...line, stacked: true }, series }], { window, about: '' });
    const areas = [...page.matchAll(/<polygon points="([^"]*)"/g)].map(([, points = '']) => points.split(' ').filter((_, index) => index % 2 === 1));
    // three points there and three back: the second area ends where the first begins
    expect(areas[1]?.slice(3)).toEqual(areas[0]?.slice(0, 3));
  });

  it('has the largest value of a table first, where the panel says so', () => {
    const panel: Panel = {
      kind: 'table',
      title: '',
      description: '',
      unit: 'seconds',
      width: 24,
      columns: ['operation'],
      units: ['seconds'],
      queries: [{ expr: 'a', legend: 'P95' }],
      largestFirst: 'P95',
    };
    const of = (operation: string, value: number) => ({ query: 0, name: '', labels: { operation }, points: [[0, value]] as const });
    const page = previewPage({ title: '', description: '' }, [{ panel, series: [of('a', 1), of('b', 3)] }], { window, about: '' });
    expect(page.indexOf('<td>b</td>')).toBeLessThan(page.indexOf('<td>a</td>'));
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
  const svg = serviceMap([node('a'), node('b'), edge('a', 'b'), edge('b', 'a')], { width: 400 });
  expect(svg.match(/<circle/g)).toHaveLength(2);
  const place = (name: string): number =>
    Number(new RegExp(`x="([\\d.]+)"[^>]*class="name halo">${name}<`).exec(serviceMap([node('db'), node('shop'), edge('shop', 'db')], { width: 400 }))?.[1]);
  expect(place('shop')).toBeLessThan(place('db'));
});

test('a service map writes the text of a node and of an edge, and bends an edge that would pass through a node', () => {
  const node = (id: string, mainstat: string) => ({ query: 0, name: '', labels: { id, mainstat }, points: [[0, 1]] as const });
  const edge = (source: string, target: string) => ({ query: 1, name: '', labels: { source, target, mainstat: '5 req/s' }, points: [[0, 1]] as const });
  const svg = serviceMap([node('a', '0 req/s'), node('b', '1 req/s'), node('c', '2 req/s'), edge('a', 'b'), edge('b', 'c'), edge('a', 'c')], { width: 600 });
  expect([...svg.matchAll(/>(\d req\/s)</g)].map(([, text]) => text)).toEqual(['5 req/s', '5 req/s', '5 req/s', '0 req/s', '1 req/s', '2 req/s']);
  // all three are in one row, at 60 + 110 / 2 = 115; the middle of the bow is 60 above, its control point twice that
  expect([...svg.matchAll(/Q[\d.]+ (-?[\d.]+) /g)].map(([, y]) => Number(y))).toEqual([115, 115, -5]);
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
      for (const unit of ['count', 'bytes'] as const) {
        const marks = steps(0, high, unit);
        expect(marks[0]).toBeLessThanOrEqual(0);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(high);
        expect(marks.length).toBeLessThanOrEqual(8);
      }
    }),
  );
});

test.each([
  [[0.97, 0.99], 'fitted', 'share', [0.97, 0.975, 0.98, 0.985, 0.99]],
  [[0.97, 0.99], 'from-zero', 'share', [0, 0.5, 1]],
  [[0.004, 2.7], 'logarithmic', 'seconds', [0.001, 0.01, 0.1, 1, 10]],
  // 150 MiB: 64 MiB is the power of two above a quarter of it
  [[150 * 2 ** 20], 'from-zero', 'bytes', [0, 2 ** 26, 2 ** 27, 3 * 2 ** 26]],
  [[1, 1], 'from-zero', 'bool', [0, 1]],
] as const)('values %j on an axis that is %s in %s have the steps %j', (values, axis, unit, wanted) => {
  expect(ticks(values, axis, unit).values).toEqual(wanted);
});

test('a logarithmic axis gives each step the same place, and puts nothing below itself', () => {
  const { place } = ticks([0, 0.01, 1], 'logarithmic', 'seconds');
  expect([0.01, 0.1, 1, 0].map(place)).toEqual([0, 0.5, 1, 0]);
});

test('the height of a preview is what its script says, and without one there is an error', () => {
  expect(heightOf('<html><body data-height="1234"><main>')).toBe(1234);
  expect(() => heightOf('<html><body><main>')).toThrow('a preview must say its height');
});
