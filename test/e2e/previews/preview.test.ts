import { steps, ticks, timeTicks } from '../../../e2e/previews/axis';
import { textWidth } from '../../../e2e/previews/text-width';
import { formatted, stepLabels } from '../../../e2e/previews/values';
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

  it('escapes its texts', () => {
    expect(drawn).toContain('Requests &lt;now&gt;');
    expect(drawn).toContain('All &amp; more.');
  });

  it('breaks a line where samples are missing', () => {
    expect(/<path d="(M[^"]*)"/.exec(drawn.slice(drawn.indexOf('class="grid"')))?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it('draws each exemplar as a point, and names the links of a panel', () => {
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

  it('fills the area between a stacked line and the line below it', () => {
    const at = (value: number) => [0, 300, 600].map((time) => [time, value] as const);
    const series = [
      { query: 0, name: 'a', labels: {}, points: at(1) },
      { query: 0, name: 'b', labels: {}, points: at(2) },
    ];
    const page = previewPage({ title: 'T', description: '' }, [{ panel: { ...line, stacked: true }, series }], { window, about: '' });
    const areas = [...page.matchAll(/<polygon points="([^"]*)"/g)].map(([, points = '']) => points.split(' ').filter((_, index) => index % 2 === 1));
    // three points forwards and three backwards: the second area ends along the line of the first
    expect(areas[1]?.slice(3)).toEqual(areas[0]?.slice(0, 3));
  });

  it('sorts a table with the largest value first, if the panel says so', () => {
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

  it('has a table row for each combination of labels, and a column for each query', () => {
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

test('a service map has callers to the left of the services that they call, also with cyclic calls', () => {
  const node = (id: string) => ({ query: 0, name: '', labels: { id }, points: [[0, 1]] as const });
  const edge = (source: string, target: string) => ({ query: 1, name: '', labels: { source, target }, points: [[0, 1]] as const });
  const svg = serviceMap([node('a'), node('b'), edge('a', 'b'), edge('b', 'a')], { width: 400 });
  expect(svg.match(/<circle/g)).toHaveLength(2);
  const place = (name: string): number =>
    Number(new RegExp(`x="([\\d.]+)"[^>]*class="name halo">${name}<`).exec(serviceMap([node('db'), node('shop'), edge('shop', 'db')], { width: 400 }))?.[1]);
  expect(place('shop')).toBeLessThan(place('db'));
});

test('a service map shows the texts of nodes and edges, and bends an edge that would cross a node', () => {
  const node = (id: string, mainstat: string) => ({ query: 0, name: '', labels: { id, mainstat }, points: [[0, 1]] as const });
  const edge = (source: string, target: string) => ({ query: 1, name: '', labels: { source, target, mainstat: '5 req/s' }, points: [[0, 1]] as const });
  const svg = serviceMap([node('a', '0 req/s'), node('b', '1 req/s'), node('c', '2 req/s'), edge('a', 'b'), edge('b', 'c'), edge('a', 'c')], { width: 600 });
  // three edges, then the numbers and units of three nodes
  expect([...svg.matchAll(/>(5 req\/s|\d|req\/s)</g)].map(([, text]) => text)).toEqual([
    '5 req/s',
    '5 req/s',
    '5 req/s',
    '0',
    'req/s',
    '1',
    'req/s',
    '2',
    'req/s',
  ]);
  // all three nodes are in one row: the third edge is bent by more than a radius
  const [first, second, third] = [...svg.matchAll(/Q[\d.]+ (-?[\d.]+) /g)].map(([, y]) => Number(y));
  expect([first, second]).toEqual([0, 0]);
  expect(Math.abs(third ?? 0) / 2).toBeGreaterThan(30);
});

/** The three numbers that a pattern with three groups matches. */
function numbersIn(pattern: RegExp, text: string): readonly [number, number, number] {
  const [one, two, three] = pattern.exec(text)?.slice(1).map(Number) ?? [];
  return [one ?? Number.NaN, two ?? Number.NaN, three ?? Number.NaN];
}

describe('a service map of any services', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,40}[a-z]$/), { minLength: 1, maxLength: 9 });
  const amounts = fc.constantFrom('0 req/s', '10.37 req/s', '123.45 req/s', '12345.67 req/s');
  const maps = fc.record({
    ids: names,
    amount: amounts,
    pairs: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 }),
    width: fc.constantFrom(620, 1214),
  });

  it('stays within its image, and the texts of circles stay within their circles', () => {
    fc.assert(
      fc.property(maps, ({ ids, amount, pairs, width }) => {
        const edges = pairs.flatMap(([one, other]) => {
          const [source, target] = [ids[one], ids[other]];
          return source === undefined || target === undefined || source === target
            ? []
            : [{ query: 1, name: '', labels: { source, target, mainstat: amount }, points: [] }];
        });
        const svg = serviceMap([...ids.map((id) => ({ query: 0, name: '', labels: { id, mainstat: amount }, points: [] })), ...edges], { width });
        const [top, right, height] = numbersIn(/viewBox="0 (-?[\d.]+) ([\d.]+) ([\d.]+)"/, svg);
        const circles = [...svg.matchAll(/<circle cx="[\d.]+" cy="-?[\d.]+" r="\d+"/g)].map(([text]) => {
          const [x, y, r] = numbersIn(/cx="([\d.]+)" cy="(-?[\d.]+)" r="(\d+)"/, text);
          return { x, y, r };
        });
        expect(circles).toHaveLength(ids.length);
        for (const [found] of svg.matchAll(/<path d="M[^"]*Q[^"]*" fill="none"/g)) {
          const [y0 = 0, yc = 0, y1 = 0] = [...found.matchAll(/[\d.-]+ (-?[\d.]+)/g)].map(([, y]) => Number(y));
          const ys = Array.from({ length: 101 }, (_, step) => step / 100).map((t) => (1 - t) ** 2 * y0 + 2 * t * (1 - t) * yc + t ** 2 * y1);
          expect([Math.min(...ys) >= top, Math.max(...ys) <= top + height]).toEqual([true, true]);
        }
        for (const { x, y, r } of circles) expect([x - r >= 0, x + r <= right, y - r >= top, y + r <= top + height]).toEqual([true, true, true, true]);
        const values = [...svg.matchAll(/<text x="([\d.]+)" y="(-?[\d.]+)"[^>]*class="value" style="font-size:([\d.]+)px">([^<]+)</g)];
        expect(values).toHaveLength(2 * ids.length);
        for (const [found, , , , text = ''] of values) {
          const [x, y, size] = numbersIn(/x="([\d.]+)" y="(-?[\d.]+)".*font-size:([\d.]+)px/, found);
          const around = circles.find((circle) => circle.x === x && Math.abs(circle.y - y) < circle.r)!;
          const farther = Math.max(...[y - size * 0.75, y].map((edge) => Math.abs(edge - around.y)));
          expect(Math.hypot(textWidth(text, size) / 2, farther)).toBeLessThanOrEqual(around.r);
        }
      }),
    );
  });

  it('has no arrow through another circle for a chain of callers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 6 }), fc.constantFrom(620, 1214), (count, width) => {
        const ids = Array.from({ length: count }, (_, index) => `s${index}`);
        const pairs = ids.flatMap((source, index) => ids.slice(index + 1).map((target) => ({ source, target })));
        const series = [
          ...ids.map((id) => ({ query: 0, name: '', labels: { id, mainstat: '1 req/s' }, points: [] })),
          ...pairs.map((pair) => ({ query: 1, name: '', labels: { ...pair, mainstat: '1 req/s' }, points: [] })),
        ];
        const svg = serviceMap(series, { width });
        const curves = [...svg.matchAll(/<path d="M([\d.-]+) ([\d.-]+)Q([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+)"/g)].map((found) => found.slice(1).map(Number));
        const middles = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
        expect(curves).toHaveLength(pairs.length);
        for (const [x0 = 0, y0 = 0, xc = 0, yc = 0, x1 = 0, y1 = 0] of curves)
          for (const middle of middles.filter((x) => x > x0 + 5 && x < x1 - 5)) {
            const closest = Math.min(
              ...Array.from({ length: 101 }, (_, step) => step / 100).map((t) =>
                Math.hypot((1 - t) ** 2 * x0 + 2 * t * (1 - t) * xc + t ** 2 * x1 - middle, (1 - t) ** 2 * y0 + 2 * t * (1 - t) * yc + t ** 2 * y1),
              ),
            );
            expect(closest).toBeGreaterThanOrEqual(30);
          }
      }),
    );
  });
});

test('variables are replaced by their values, the longest name first', () => {
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
] as const)('%s in %j is shown as %s', (value, unit, text) => {
  expect(formatted(value, unit)).toBe(text);
});

test('an axis covers every value with a few equal steps', () => {
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
] as const)('values %j on a %s axis in %s have the steps %j', (values, axis, unit, wanted) => {
  expect(ticks(values, axis, unit).values).toEqual(wanted);
});

test('a logarithmic axis gives each step the same height, and draws nothing below the axis', () => {
  const { place } = ticks([0, 0.01, 1], 'logarithmic', 'seconds');
  expect([0.01, 0.1, 1, 0].map(place)).toEqual([0, 0.5, 1, 0]);
});

test('the height of a preview comes from its script, and without one there is an error', () => {
  expect(heightOf('<html><body data-height="1234"><main>')).toBe(1234);
  expect(() => heightOf('<html><body><main>')).toThrow('a preview must say its height');
});

const axes = fc.record({
  low: fc.double({ min: -1e4, max: 1e6, noNaN: true }),
  span: fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 1e6, noNaN: true })),
  axis: fc.constantFrom('from-zero' as const, 'fitted' as const, 'logarithmic' as const),
  unit: fc.constantFrom('seconds' as const, 'share' as const, 'bytes' as const, 'count' as const, 'requests/s' as const, { currency: 'USD' }, 'times' as const),
});

test('labels of an axis are unique, and steps are 1, 2 or 5 times a power of ten, for bytes a power of two, for pods whole numbers', () => {
  fc.assert(
    fc.property(axes, ({ low, span, axis, unit }) => {
      const { values } = ticks([low, low + span], axis, unit);
      expect(new Set(stepLabels(values, unit)).size).toBe(values.length);
      if (axis === 'logarithmic') return;
      const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
      const mantissa = unit === 'bytes' ? Math.log2(step) % 1 : Number(step.toExponential(6).split('e')[0]);
      // far from zero, the difference of two numbers has fewer exact digits
      expect([0, 1, 2, 5, 10].some((round) => Math.abs(Math.abs(mantissa) - round) < 1e-4)).toBe(true);
      if (unit === 'count') expect(values.every((value) => Number.isInteger(Number(value.toFixed(6))))).toBe(true);
    }),
  );
});

test('98.85 % is distinguished from 98.9 %, and negative values have a minus', () => {
  expect(stepLabels([0.988, 0.9885, 0.989], 'share')).toEqual(['98.8 %', '98.85 %', '98.9 %']);
  expect(formatted(-11, 'share')).toBe('−1100 %');
});

test('times on the axis are round, ascending, within the window, as many as fit, and at least one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
      fc.integer({ min: 60, max: 40 * 86_400 }),
      fc.integer({ min: 2, max: 8 }),
      (from, span, most) => {
        const found = timeTicks({ from, to: from + span }, most);
        expect(found.length).toBeGreaterThanOrEqual(1);
        expect(found.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
        const step = (found[1]?.at ?? 0) - (found[0]?.at ?? 0);
        for (const { at } of found) expect([at >= from, at <= from + span, found.length < 2 || at % step === 0]).toEqual([true, true, true]);
      },
    ),
  );
  expect(timeTicks({ from: Date.UTC(2026, 0, 1, 0, 46, 3) / 1000, to: Date.UTC(2026, 0, 1, 0, 55, 52) / 1000 }, 5).map(({ text }) => text)).toEqual([
    '00:48',
    '00:50',
    '00:52',
    '00:54',
  ]);
});
