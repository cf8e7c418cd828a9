import { valueAt } from '../../../config/record';
import { objectsOf, only } from '../../kubernetes-object';
import { environmentWith } from '../../environment-with';

const waiting = {
  name: 'orders_waiting',
  workload: 'backend',
  type: 'gauge',
  title: 'Orders that wait',
  unit: 'orders',
  scaling: { perPod: 20, cap: 12 },
  alert: { above: 500, lasting: '120s', severity: 'ticket' },
};

describe('one entry in telemetry.applicationMetrics, and no other edit,', () => {
  const objects = objectsOf(environmentWith({ 'telemetry.applicationMetrics': [waiting] }));
  const text = (name: RegExp): string =>
    objects
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && name.test(metadata.name))
      .map((object) => JSON.stringify(object))
      .join('\n')
      // an expression may be written over several lines
      .replaceAll(/(?<=[({])(?:\\n *)+|(?:\\n *)+(?=[)}])/g, '')
      .replaceAll(/(?:\\n *)+/g, ' ');

  it('is scraped from the workload', () => {
    expect(text(/^prometheus-config$/)).toContain('backend;orders_waiting');
  });

  it('is recorded as replicas: uncapped, then capped, and never a reason to scale in without live pods', () => {
    const rules = text(/^prometheus-rules-scaling/);
    expect(rules).toContain('record: lyo:uncapped_replicas:orders_waiting');
    expect(rules).toMatch(/ceil\(sum\(orders_waiting\{[^}]*\}\) \/ 20\)/);
    expect(rules).toMatch(/or on\(\) lyo:uncapped_replicas:orders_waiting\{[^}]*\}\), 12\)/);
    expect(rules).toMatch(/sum\(up\{job=[^}]*application[^}]*\}\) >= on\(\) 0\.75/);
  });

  it('is served by the adapter under the name in the autoscaler', () => {
    expect(text(/^prometheus-adapter-/)).toContain('lyo_desired_replicas_$1');
    const metrics = valueAt(only(objects, 'HorizontalPodAutoscaler', 'backend').spec, 'metrics');
    expect(JSON.stringify(metrics)).toContain('"name":"lyo_desired_replicas_orders_waiting"');
  });

  it('has alerts, one of them at its cap, and a panel', () => {
    const alerts = text(/^prometheus-rules-alerts-backend/);
    expect(alerts).toContain('alert: ApplicationMetricHigh');
    expect(alerts).toContain('lyo:uncapped_replicas:orders_waiting');
    expect(text(/^grafana-dashboard-service/)).toContain('Orders that wait');
  });
});

test('a metric without scaling is no signal', () => {
  const { scaling: _, ...shown } = waiting;
  const objects = objectsOf(environmentWith({ 'telemetry.applicationMetrics': [shown] }));
  expect(JSON.stringify(only(objects, 'HorizontalPodAutoscaler', 'backend'))).not.toContain('orders_waiting');
});

test('a value that all pods report alike counts once in rule, alert and panel, however many pods there are', () => {
  const changes = { 'telemetry.applicationMetrics': [{ ...waiting, pods: 'max' }] };
  const texts = JSON.stringify(objectsOf(environmentWith(changes))).replaceAll(/(?:\\+n *)+/g, '');
  expect(texts.match(/max\(orders_waiting\{[^}]*\}\) \/ 20/g)).toHaveLength(1);
  expect(texts.match(/max\(orders_waiting\{[^}]*\}\)\s*> 500/g)).toHaveLength(1);
  expect(texts).toContain('orders_waiting of backend, as its pods tell it alike.');
  expect(texts).not.toMatch(/sum\(orders_waiting/);
});
