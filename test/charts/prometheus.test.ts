import { parse } from 'yaml';
import { valueAt } from '../../config/record';
import type { PrometheusConfig } from '../../charts/prometheus-config';
import { prometheusConfig } from '../../charts/prometheus-config';
import type { Environment } from '../../config/environment';
import { jobs } from '../../config/telemetry';
import { type Changes } from '../altered';
import { environmentWith, secondWorkload } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const ordersWaiting: Changes = {
  'telemetry.applicationMetrics': [{ name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Orders waiting', unit: 'orders' }],
};

function configMaps(changes: Changes = {}): readonly KubernetesObject[] {
  return objectsOf(environmentWith(changes)).filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('prometheus-'));
}

test('every job of the telemetry contract is scraped once, under its name', () => {
  expect(prometheusConfig(environmentWith(ordersWaiting)).scrape_configs.map(({ job_name }) => job_name)).toEqual(Object.values(jobs));
});

test('the scrape timeout is half the interval, in whole seconds', () => {
  const timeouts = ['1s', '2s', '5s', '10s', '11s'].map(
    (scrapeInterval) =>
      prometheusConfig(environmentWith({ 'telemetry.scrapeInterval': scrapeInterval, 'telemetry.retention': '86400s' })).global.scrape_timeout,
  );
  expect(timeouts).toEqual(['1s', '1s', '2s', '5s', '5s']);
});

test('series with timestamps of their own become stale with their target, instead of five minutes later', () => {
  const kubelet = prometheusConfig(environmentWith()).scrape_configs.find(({ job_name }) => job_name === jobs.kubelet);
  expect(kubelet).toMatchObject({ track_timestamps_staleness: true, metrics_path: '/metrics/resource' });
});

test('labels of the described objects override those of the target for kube-state-metrics alone', () => {
  const honoring = prometheusConfig(environmentWith()).scrape_configs.filter((job) => job['honor_labels'] === true);
  expect(honoring.map(({ job_name }) => job_name)).toEqual([jobs.kubeStateMetrics]);
});

test('no job that discovers pods scrapes a pod that has ended', () => {
  const ofPods = prometheusConfig(environmentWith(ordersWaiting)).scrape_configs.filter((job) => valueAt(job, 'kubernetes_sd_configs[0].role') === 'pod');
  expect(ofPods.map(({ job_name }) => job_name)).toEqual([
    jobs.gateway,
    jobs.collectorSelf,
    jobs.jaeger,
    jobs.application,
    jobs.kubeStateMetrics,
    jobs.alertmanager,
    jobs.metricsAdapter,
    jobs.grafana,
    jobs.optimizer,
    jobs.prometheus,
  ]);
  for (const { relabel_configs } of ofPods) {
    expect(relabel_configs).toContainEqual({ source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Failed|Succeeded', action: 'drop' });
  }
});

test('only the configured metrics of an application are kept, and without any no application is scraped', () => {
  const jobWith = (changes: Changes) => prometheusConfig(environmentWith(changes)).scrape_configs.find(({ job_name }) => job_name === jobs.application);
  expect(jobWith({})).toBeUndefined();
  const job = jobWith({ ...secondWorkload, ...ordersWaiting });
  expect(job).toMatchObject({ metrics_path: '/metrics', kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['lyo-backend'] } }] });
  expect(job?.['relabel_configs']).toContainEqual(expect.objectContaining({ regex: 'lyo-backend;backend;http', action: 'keep' }));
  expect(job?.['metric_relabel_configs']).toEqual([{ source_labels: ['workload', '__name__'], regex: 'backend;orders_waiting', action: 'keep' }]);
});

test.each<[string, Changes, readonly string[], readonly string[]]>([
  ['one Jaeger and one collector', {}, ['jaeger', 'otel-gateway'], ['jaeger-collector', 'jaeger-query', 'otel-agent']],
  ['no forecast', { 'workloads[0].scaling.signals.forecast': undefined }, ['prometheus'], ['optimizer']],
  ['a forecast', {}, ['optimizer'], []],
])('no job discovers components that an environment with %s does not have', (_, changes, there, absent) => {
  const configs = prometheusConfig(environmentWith(changes)).scrape_configs;
  const searched = configs.flatMap((config) => [
    config.job_name,
    ...[valueAt(config, 'relabel_configs[0].regex')].flatMap((regex) => (typeof regex === 'string' ? regex.split('|') : [])),
  ]);
  for (const name of there) expect(searched).toContain(name);
  for (const name of absent) expect(searched).not.toContain(name);
  // an empty regular expression would keep nothing
  expect(JSON.stringify(configs)).not.toContain('"regex":""');
});

test('the adapter is scraped by HTTPS with the token of Prometheus and a CA certificate, whose key is not mounted and without which Prometheus still starts', () => {
  const job = prometheusConfig(environmentWith()).scrape_configs.find(({ job_name }) => job_name === jobs.metricsAdapter);
  expect(job).toMatchObject({
    scheme: 'https',
    authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
    tls_config: { ca_file: '/etc/prometheus/authorities/prometheus-adapter/ca.crt', server_name: 'prometheus-adapter.lyo-observability.svc' },
  });
  const objects = objectsOf(environmentWith());
  expect(valueAt(only(objects, 'StatefulSet', 'prometheus').spec, 'template.spec.volumes')).toContainEqual({
    name: 'prometheus-adapter-authority',
    secret: { secretName: 'prometheus-adapter-serving', items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true },
  });
  expect(valueAt(only(objects, 'ClusterRole', 'lyo-observability-prometheus'), 'rules')).toContainEqual({ nonResourceURLs: ['/metrics'], verbs: ['get'] });
});

test('only a few metrics of Grafana and the adapter themselves are kept, because their histograms have thousands of series', () => {
  const configs = prometheusConfig(environmentWith()).scrape_configs.filter(({ job_name }) => job_name === jobs.grafana || job_name === jobs.metricsAdapter);
  for (const config of configs) {
    const regex = new RegExp(`^(${String(valueAt(config, 'metric_relabel_configs[0].regex'))})$`);
    expect(regex.test('process_resident_memory_bytes')).toBe(true);
    for (const name of ['grafana_http_request_duration_seconds_bucket', 'apiserver_request_duration_seconds_bucket']) expect(regex.test(name)).toBe(false);
  }
  expect(configs).toHaveLength(2);
});

test('Prometheus may discover and reach an application only if one of its metrics is configured', () => {
  const namespacesOf = (changes: Changes) =>
    objectsOf(environmentWith(changes))
      .filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'lyo-observability-prometheus')
      .map(({ metadata }) => metadata.namespace);
  expect(namespacesOf({})).toEqual([]);
  expect(namespacesOf(ordersWaiting)).toEqual(['lyo-backend']);
  const ingress = (changes: Changes) =>
    JSON.stringify(
      valueAt(objectsOf(environmentWith(changes)).find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'backend')?.spec, 'ingress'),
    );
  expect(ingress({})).not.toContain('"prometheus"');
  expect(ingress(ordersWaiting)).toContain('"prometheus"');
});

test('alerts go to Alertmanager with the name of their environment', () => {
  const { alerting, global } = prometheusConfig(environmentWith());
  expect(alerting.alertmanagers).toEqual([{ static_configs: [{ targets: ['alertmanager-0.alertmanager-headless.lyo-observability.svc:9093'] }] }]);
  expect(global.external_labels).toEqual({ environment: 'dev' });
});

test('the manifest holds the generated configuration, which reads the mounted rule files', () => {
  const environment = environmentWith();
  const statefulSet = only(objectsOf(environment), 'StatefulSet', 'prometheus');
  const [config] = configMaps();
  expect(parse(config?.data?.['prometheus.yml'] ?? '') as PrometheusConfig).toEqual(prometheusConfig(environment));
  expect(prometheusConfig(environment).rule_files).toEqual(['/etc/prometheus/rules/*.yaml']);
  expect(valueAt(statefulSet.spec, 'template.spec.containers[0].volumeMounts')).toContainEqual({
    name: 'rules',
    mountPath: '/etc/prometheus/rules',
    readOnly: true,
  });
});

test('each workload has a rule file of its own, and all are mounted', () => {
  const objects = objectsOf(environmentWith(secondWorkload));
  const sources = valueAt(only(objects, 'StatefulSet', 'prometheus').spec, 'template.spec.volumes[1].projected.sources');
  expect(sources).toEqual(
    configMaps(secondWorkload)
      .filter(({ metadata }) => metadata.name.startsWith('prometheus-rules-'))
      .map(({ metadata: { name } }) => ({ configMap: { name } })),
  );
  // scaling and alerts of each of two workloads, alerts of the platform, trends, Jaeger's Monitor tab
  expect(sources).toHaveLength(7);
});

test.each<[string, Changes, readonly string[]]>([
  ['policy', { 'workloads[0].scaling.signals.requestRate.perPod': 90 }, ['prometheus-rules-scaling-backend']],
  [
    'receiver’s hour',
    { 'alerting.timing.patience': '900s' },
    ['prometheus-rules-alerts-platform', 'prometheus-rules-alerts-backend', 'prometheus-rules-alerts-orders'],
  ],
  ['application’s metric', ordersWaiting, ['prometheus-config']],
])('a changed %s changes only files that Prometheus reloads without a restart', (_, changes, files) => {
  const [before, after] = [secondWorkload, { ...secondWorkload, ...changes }].map((all) => ({
    pod: valueAt(only(objectsOf(environmentWith(all)), 'StatefulSet', 'prometheus').spec, 'template'),
    maps: new Map(configMaps(all).map(({ metadata, data }) => [metadata.name, JSON.stringify(data)])),
  }));
  expect(after?.pod).toEqual(before?.pod);
  expect([...(after?.maps ?? [])].filter(([name, data]) => before?.maps.get(name) !== data).map(([name]) => name)).toEqual(expect.arrayContaining([...files]));
  expect([...(after?.maps.keys() ?? [])]).toEqual([...(before?.maps.keys() ?? [])]);
  expect(valueAt(after?.pod, 'spec.containers[0].args')).toContain('--config.auto-reload');
});

test('each of two replicas sends alerts to all Alertmanagers with the same labels, and is ready after a whole window of samples', () => {
  const two = environmentWith({ 'monitoring.replicas': 2 });
  const { alerting, global } = prometheusConfig(two);
  // with different labels, one alert from both replicas would be two alerts
  expect(global.external_labels).toEqual({ environment: 'dev' });
  expect(alerting.alertmanagers).toEqual([
    { static_configs: [{ targets: [0, 1].map((index) => `alertmanager-${index}.alertmanager-headless.lyo-observability.svc:9093`) }] },
  ]);
  const probe = (environment: Environment) =>
    valueAt(only(objectsOf(environment), 'StatefulSet', 'prometheus').spec, 'template.spec.containers[0].readinessProbe');
  // (60 s + 2 scrapes of 10 s) / 5 s
  expect(probe(two)).toMatchObject({ periodSeconds: 5, successThreshold: 16 });
  expect(probe(environmentWith())).not.toHaveProperty('successThreshold');
});

test('Alertmanagers find each other by name, and may connect only to each other in the namespace', () => {
  const of = (replicas: number) => objectsOf(environmentWith({ 'monitoring.replicas': replicas }));
  const args = (replicas: number) => valueAt(only(of(replicas), 'StatefulSet', 'alertmanager').spec, 'template.spec.containers[0].args');
  expect(args(1)).toContain('--cluster.listen-address=');
  const peers = [0, 1, 2].map((index) => `--cluster.peer=alertmanager-${index}.alertmanager-headless.lyo-observability.svc:9094`);
  expect(args(3)).toEqual(expect.arrayContaining([...peers, '--cluster.listen-address=:9094', '--cluster.advertise-address=$(POD_IP):9094']));
  const { spec } = only(of(3), 'NetworkPolicy', 'alertmanager');
  for (const [direction, end] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    const rules = valueAt(spec, direction) as readonly { readonly ports: readonly { readonly port: unknown; readonly protocol: string }[] }[];
    const gossip = rules.filter(({ ports }) => ports.some(({ port }) => port === 9094));
    expect(gossip).toEqual(
      ['TCP', 'UDP'].map((protocol) => ({
        [end]: [expect.objectContaining({ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'alertmanager' } } })],
        ports: [{ port: 9094, protocol }],
      })),
    );
  }
});

test('history is kept on a volume, a fifth of which is left for the write-ahead log', () => {
  const { spec } = only(objectsOf(environmentWith()), 'StatefulSet', 'prometheus');
  expect(valueAt(spec, 'volumeClaimTemplates[0].spec.resources.requests.storage')).toBe('20480Mi');
  // 20480 · 0.8 = 16384; Prometheus' MB is 2^20 bytes
  expect(valueAt(spec, 'template.spec.containers[0].args')).toEqual(
    expect.arrayContaining(['--storage.tsdb.retention.size=16384MB', '--storage.tsdb.retention.time=2678400s']),
  );
});
