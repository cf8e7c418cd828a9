/** Small calculations that checks use. */
import fc from 'fast-check';
import { couldServe, servedName, type AdapterRule } from '../../../checks/objects/metrics-adapter';
import { evictable } from '../../../checks/objects/disruption-budget';
import { quantity } from '../../../checks/objects/quantity';
import { selects, selectorText, type LabelSelector } from '../../../checks/objects/selector';
import { parseSelector } from '../../../checks/objects/promql';
import { passes } from '../../../checks/objects/series-selector';

const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

describe('quantity', () => {
  test.each([
    ['250m', 0.25],
    ['1', 1],
    [2, 2],
    ['0.5', 0.5],
    ['1Gi', 1_073_741_824],
    ['1G', 1_000_000_000],
    ['1e3', 1000],
    ['2E3', 2000],
    ['1E', 1e18],
    ['100k', 100_000],
  ])('%s is %d', (text, value) => expect(quantity(text)).toBe(value));

  test.each(['', '1 Gi', 'Gi', '1gi', '1K', '--1', '1.2.3'])('%s is none', (text) => expect(quantity(text)).toBeUndefined());
});

describe('evictable', () => {
  // worked values of the disruption controller, which rounds both percentages up
  test.each([
    [{ maxUnavailable: '10%' }, 2, 1],
    [{ maxUnavailable: '10%' }, 50, 5],
    [{ maxUnavailable: '10%' }, 11, 2],
    [{ maxUnavailable: 1 }, 1, 1],
    [{ maxUnavailable: 0 }, 9, 0],
    [{ minAvailable: '50%' }, 3, 1],
    [{ minAvailable: '100%' }, 3, 0],
    [{ minAvailable: 2 }, 2, 0],
    [{ minAvailable: 3 }, 2, -1],
  ])('%j of %d pods: %d', (budget, pods, expected) => expect(evictable({ ...budget, selector: everything }, pods)).toBe(expected));

  test('a percentage above zero always allows one eviction', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 1000 }),
        (percent, pods) => evictable({ maxUnavailable: `${percent}%`, selector: everything }, pods) >= 1,
      ),
    );
  });
});

describe('a label selector', () => {
  const labels = { app: 'api', tier: 'web' };
  const cases: readonly (readonly [parts: Partial<LabelSelector>, expected: boolean])[] = [
    [{ matchLabels: { app: 'api' } }, true],
    [{ matchLabels: { app: 'api', track: 'canary' } }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['web', 'db'] }] }, true],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'track', operator: 'NotIn', values: ['canary'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists', values: [] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist', values: [] }] }, false],
    [{}, true],
  ];
  test.each(cases)('%j selects: %s', (parts, expected) => {
    expect(selects({ ...everything, ...parts }, labels)).toBe(expected);
  });

  test('has the same text whatever the order of its parts', () => {
    const expressions = [
      { key: 'tier', operator: 'In' as const, values: ['b', 'a'] },
      { key: 'app', operator: 'Exists' as const, values: [] },
    ];
    expect(selectorText({ matchLabels: { z: '1', a: '2' }, matchExpressions: expressions })).toBe('a=2,z=1,app Exists,tier In (a,b)');
    expect(selectorText({ matchLabels: { a: '2', z: '1' }, matchExpressions: [...expressions].reverse() })).toBe('a=2,z=1,app Exists,tier In (a,b)');
  });
});

describe('a series selector', () => {
  test('is parsed with its matchers', () => {
    expect(parseSelector('{__name__=~"^lyo:desired_replicas:.+",namespace!="a\\"b"}')).toEqual({
      name: undefined,
      matchers: [
        { label: '__name__', operator: '=~', value: '^lyo:desired_replicas:.+' },
        { label: 'namespace', operator: '!=', value: 'a"b' },
      ],
    });
    expect(parseSelector('up')).toEqual({ name: 'up', matchers: [] });
    expect(parseSelector('rate(up[1m])')).toBeUndefined();
  });

  test('anchors regular expressions at both ends, and a broken one matches nothing', () => {
    expect(passes({ label: 'job', operator: '=~', value: 'api|web' }, 'api-canary')).toBe(false);
    expect(passes({ label: 'job', operator: '!~', value: 'api|web' }, 'api-canary')).toBe(true);
    expect(passes({ label: 'job', operator: '=~', value: '(' }, '(')).toBe(false);
  });
});

describe('an adapter rule', () => {
  const rule = (name?: AdapterRule['name']): AdapterRule => ({ seriesQuery: 'x', metricsQuery: '', name });

  test('serves a series under the name from its template', () => {
    const named = rule({ matches: '^lyo:desired_replicas:(.+)$', as: 'lyo_desired_replicas_$1' });
    expect(servedName(named, 'lyo:desired_replicas:cpu')).toBe('lyo_desired_replicas_cpu');
    expect(servedName(named, 'up')).toBeUndefined();
    expect(couldServe(named, 'lyo_desired_replicas_anything')).toBe(true);
    expect(couldServe(named, 'lyo_desired_replica_cpu')).toBe(false);
  });

  test('without a template serves the group of the pattern, or the whole name', () => {
    expect(servedName(rule({ matches: '^(.+)_total$', as: '' }), 'requests_total')).toBe('requests');
    expect(servedName(rule(), 'requests_total')).toBe('requests_total');
  });
});
