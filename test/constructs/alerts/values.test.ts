/** Values at which alerts fire: on which side of a bound, and on which of several conditions. */
import { alertFiles } from '../../../charts/alert-rules';
import { alert } from '../../../constructs/alerts/alert';
import { environmentWith } from '../../environment-with';
import { valueOf, type Given } from '../promql-value';

const rules = Object.values(alertFiles(environmentWith({})))
  .flat()
  .flatMap((group) => group.rules);

function fires(name: string, given: Given): boolean {
  const rule = rules.find((one) => 'alert' in one && one.alert === name);
  if (rule === undefined) throw new Error(`must be an alert, received ${name}`);
  return valueOf(rule.expr, given) !== undefined;
}

test.each([
  [0.031, false],
  [0.029, true],
  [0, true],
  [1, false],
])('the alert on an almost full volume fires with a free share of %d: %s', (left, expected) => {
  expect(fires('VolumeAlmostFull', (selector) => (selector.includes('available') ? left : 1))).toBe(expected);
});

test.each(['EdgesDropped', 'TracesUndecided'])('%s fires when its counter has grown, and not when it has not or is missing', (name) => {
  expect(fires(name, () => 3)).toBe(true);
  expect(fires(name, () => 0)).toBe(false);
  expect(fires(name, () => undefined)).toBe(false);
});

describe('SpansMissing', () => {
  const missing = (ready: number, before: number | undefined, alive: number | undefined): boolean =>
    fires('SpansMissing', (selector) => (selector.includes('spans_alive') ? alive : selector.includes('offset') ? before : ready));

  test('fires for pods that have been ready for two windows and send no heartbeat', () => expect(missing(2, 2, undefined)).toBe(true));
  test('is silent while they send one', () => expect(missing(2, 2, 1)).toBe(false));
  test('is silent where no pod is ready, or none was two windows ago', () => {
    expect([missing(0, 2, undefined), missing(2, 0, undefined), missing(2, undefined, undefined)]).toEqual([false, false, false]);
  });
});

test('the link of an alert selects its workload on the dashboard, and that of a platform alert leads to the dashboard', () => {
  const links = { runbooks: 'https://r.example', grafana: 'https://g.example', jaeger: 'https://j.example' };
  const props = { name: 'A', severity: 'page', expr: '1', namespace: 'shop', summary: 's', description: 'd', dashboard: 'lyo-scaling' } as const;
  const [ofWorkload, ofPlatform] = [alert(links, { ...props, workload: 'web' }), alert(links, props)];
  expect(ofWorkload).toMatchObject({
    labels: { severity: 'page', namespace: 'shop', workload: 'web' },
    annotations: { dashboard: 'https://g.example/d/lyo-scaling?var-namespace=shop&var-workload=web' },
  });
  expect(ofPlatform.annotations['dashboard']).toBe('https://g.example/d/lyo-scaling');
  expect(ofPlatform.labels).toEqual({ severity: 'page', namespace: 'shop' });
  expect(ofPlatform).not.toHaveProperty('for');
  expect(alert(links, { ...props, lasting: '60s' })).toHaveProperty('for', '60s');
});
