import { parse, stringify } from 'yaml';
import { valueAt } from '../../../config/record';
import { placePrometheus } from '../../../e2e/platform/prometheus-placement';

const discovery = [{ role: 'pod', namespaces: { names: ['shop'] } }];
const relabel = [{ source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' }];
const generated = stringify({
  alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager.observability.svc:9093'] }] }] },
  scrape_configs: ['spans', 'application'].map((job_name) => ({ job_name, kubernetes_sd_configs: discovery, relabel_configs: relabel })),
});
const place = (more: object) => parse(placePrometheus(generated, { targets: {}, ruleFiles: [], caFile: '', ...more })) as unknown;

test('jobs lose settings that need a cluster, and alerts keep their destination unless another is given', () => {
  expect(valueAt(place({}), 'scrape_configs[1]')).toEqual({ job_name: 'application', static_configs: [] });
  expect(valueAt(place({}), 'alerting.alertmanagers[0].static_configs[0].targets')).toEqual(['alertmanager.observability.svc:9093']);
  expect(valueAt(place({ alertmanager: '127.0.0.1:1' }), 'alerting.alertmanagers[0].static_configs[0].targets')).toEqual(['127.0.0.1:1']);
});

test('pods of applications are discovered as generated, and scraped through the proxy', () => {
  const placed = place({ pods: { kubeconfig: '/k', proxy: 'http://127.0.0.1:2' } });
  expect(valueAt(placed, 'scrape_configs[1]')).toEqual({
    job_name: 'application',
    kubernetes_sd_configs: [{ ...discovery[0], kubeconfig_file: '/k' }],
    relabel_configs: relabel,
    proxy_url: 'http://127.0.0.1:2',
  });
  expect(valueAt(placed, 'scrape_configs[0]')).toEqual({ job_name: 'spans', static_configs: [] });
});
