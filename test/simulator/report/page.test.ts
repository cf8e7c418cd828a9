import { generatedLoad } from '../../../simulator/load/generators';
import { drawnReport } from '../../../simulator/report/drawn';
import { marks } from '../../../simulator/report/svg';
import { environments } from '../../fixtures/environments';
import { webWorkloads } from '../../../config/workload';

const [environment] = environments;
const [backend] = environment === undefined ? [] : webWorkloads(environment);
if (environment === undefined || backend === undefined) throw new Error('the fixtures have a workload');
const { telemetry } = environment;
const policy = backend.scaling;
const compare = ['static', 'hpa50', 'policy', 'oracle'];

function page(name: string, title = name, compared = compare): string {
  const load = generatedLoad(name, 1)!;
  const simulation = { load, policy, telemetry, burst: 4, startUp: 60, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } };
  return drawnReport({ ...simulation, compare: compared }, title);
}

describe.each(['step', 'noise', 'outage', 'weekly'])('the report on %s', (name) => {
  const html = page(name);

  test('loads nothing external and has no script', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|https?:|url\(|@import| on\w+=/i);
    expect(html.length).toBeLessThan(400_000);
  });

  test('closes every element that it opens', () => {
    const open: string[] = [];
    for (const [, end, element = '', itself] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
      if (itself === '/' || element === 'meta') continue;
      if (end === '/') expect(open.pop()).toBe(element);
      else open.push(element);
    }
    expect(open).toEqual([]);
  });

  test('has a row and a chart for each policy, the frontier and the winning signals', () => {
    for (const policyName of ['static peak', 'HPA CPU 50 %', 'our policy', 'clairvoyant']) {
      expect(html).toContain(`<td>${policyName}</td>`);
      expect(html).toContain(`aria-label="${policyName}: pods needed and ready"`);
    }
    for (const target of [40, 45, 50, 55, 60, 65, 70, 75]) expect(html).toContain(`>${target} %</text>`);
    expect(html).toMatch(/What our policy decided by[\s\S]*(cpu|request rate) \d+ %/);
  });

  test('has no invalid coordinates', () => expect(html).not.toMatch(/NaN|Infinity|undefined|null/));
});

test('any name is escaped', () => {
  expect(page('step', '<b onclick="x">&.csv')).toContain('<h1>&lt;b onclick=&quot;x&quot;&gt;&amp;.csv</h1>');
});

test('it has a light and a dark scheme, and one column on a phone', () => {
  const html = page('step');
  for (const part of ['prefers-color-scheme: dark', 'width=device-width', 'min(100%, 440px)']) expect(html).toContain(part);
});

test('without our policy it has no chart of its signals', () => expect(page('step', 'step', ['hpa50', 'oracle'])).not.toContain('decided by'));

test.each([
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [30, [0, 10, 20, 30]],
  [97, [0, 50]],
])('an axis up to %d has marks at %j', (largest, expected) => expect(marks(largest)).toEqual(expected));
