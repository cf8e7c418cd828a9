/** A service with guarded rollouts beside one without: what each part of the platform gets. */
import { parse } from 'yaml';
import { gateway } from '../../charts/collector-config';
import { ruleGroups } from '../../charts/rule-files';
import { synthesize } from '../../charts/synthesis';
import { cardinalityBudget } from '../../config/budgets/cardinality-budget';
import { guardAnnotation } from '../../config/guarded-workloads';
import { parseObjects } from '../../checks/read-manifests';
import type { Environment } from '../../config/environment';
import { valueAt } from '../../config/record';
import { environmentWith, secondWorkload } from '../environment-with';

const guard = { share: 10, bake: '300s', requests: 100 };
const changes = { ...secondWorkload, 'workloads[0].rollout': { surge: 10, settle: '20s', guard }, 'workloads[0].unjudgedRoutes': ['/events/*'] };
const guarded = environmentWith(changes);
const plain = environmentWith(secondWorkload);

function deployment(environment: Environment, name: string): unknown {
  return synthesize(environment)
    .flatMap(({ yaml }) => parseObjects(yaml, 'generated'))
    .find((object) => object.kind === 'Deployment' && object.name === name)?.body;
}

test('an annotation of the Deployment says how apply guards it, with the objectives as shares of requests', () => {
  const { availability, latency } = guarded.alerting.objectives;
  const stated: unknown = JSON.parse(String((valueAt(deployment(guarded, 'backend'), 'metadata.annotations') as Record<string, string>)[guardAnnotation]));
  expect(stated).toEqual({
    ...{ version: '0.1.0', share: 10, bake: 300, requests: 100 },
    failed: expect.closeTo(1 - availability, 5) as unknown,
    slow: expect.closeTo(1 - latency.share, 5) as unknown,
  });
  expect(JSON.stringify(deployment(guarded, 'orders'))).not.toContain(guardAnnotation);
});

test('its pods report a version that changes with every pod template, not only with the image', () => {
  const text = JSON.stringify(deployment(guarded, 'backend'));
  expect(text).toContain('service.version=0.1.0-$(POD_TEMPLATE_HASH),');
  expect(text).toContain(`{"name":"POD_TEMPLATE_HASH","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['pod-template-hash']"}}}`);
  // Kubernetes fills in only variables that are defined earlier
  expect(text.indexOf('"POD_TEMPLATE_HASH"')).toBeLessThan(text.indexOf('OTEL_RESOURCE_ATTRIBUTES'));
  expect(JSON.stringify(deployment(guarded, 'orders'))).not.toContain('POD_TEMPLATE_HASH');
});

test('collectors count its requests by version, without health routes, routes outside the objectives, and other workloads', () => {
  const { connectors, processors, service } = gateway(guarded);
  expect(connectors['span_metrics/versions']).toMatchObject({
    namespace: 'traces.version.metrics',
    exclude_dimensions: ['span.name', 'span.kind', 'collector.instance.id'],
    resource_metrics_cache_size: 10,
    aggregation_cardinality_limit: 2,
  });
  const [kinds, others] = valueAt(processors['filter/versions'], 'trace_conditions') as readonly string[];
  expect(kinds).toBe('span.kind != SPAN_KIND_SERVER');
  expect(others).toBe(
    [
      'not ((resource.attributes["k8s.namespace.name"] == "lyo-backend" and resource.attributes["k8s.deployment.name"] == "backend"',
      'not IsMatch(span.name, "^([A-Z]+ /health(/ready)?)$")',
      'not IsMatch(span.name, "^(([A-Z]+ )?(/events/.*))$")))',
    ].join(' and '),
  );
  expect(service.pipelines['traces/measured']?.exporters).toContain('forward/versions');
  expect(service.pipelines['metrics/versions']).toEqual({
    receivers: ['span_metrics/versions'],
    processors: ['transform/own-labels'],
    exporters: ['prometheus'],
  });
});

test('only its versions are recorded and served by the adapter', () => {
  const records = (environment: Environment, name: string): readonly string[] =>
    (ruleGroups(environment)[`scaling-${name}`] ?? []).flatMap(({ rules }) => rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
  const versions = ['lyo:version_requests:sum', 'lyo:version_failed:sum', 'lyo:version_slow:sum'];
  expect(records(guarded, 'backend')).toEqual(expect.arrayContaining(versions));
  for (const record of [...records(guarded, 'orders'), ...records(plain, 'backend')]) expect(versions).not.toContain(record);
  const served = (environment: Environment): number => {
    const yaml = synthesize(environment).find(({ name }) => name === 'prometheus-adapter.yaml')?.yaml ?? '';
    const config = parseObjects(yaml, 'generated').find(({ kind }) => kind === 'ConfigMap')?.body;
    return (parse(String((valueAt(config, 'data') as Record<string, string>)['config.yaml'])) as { rules: unknown[] }).rules.length;
  };
  expect([served(guarded), served(plain)]).toEqual([2, 1]);
});

test('the cardinality budget has the series of its versions, and none without a guard', () => {
  const versions = (environment: Environment): number | undefined => cardinalityBudget(environment).shares.find(({ of }) => of === 'versions')?.series;
  // 10 versions: 2 outcomes · (1 counter + 4 of the histogram) + 3 recorded
  expect(versions(guarded)).toBe(130);
  expect(versions(plain)).toBeUndefined();
  expect(gateway(plain).connectors).not.toHaveProperty('span_metrics/versions');
});
