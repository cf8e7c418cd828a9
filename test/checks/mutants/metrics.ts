/** Mutants of the checks of metrics and the APIs that serve them. */
import { after, before } from '../mutant';
import { adapter, adapterConfig, adapterService, alertFile, customV1, customV2, dashboard, horizontal, ruleFile } from '../names';

const config = ['data', 'config.yaml'];
const rules = ['data', 'scaling-backend.yaml'];

function apiService(group: string, version: string, service: string): string {
  return `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: ${version}.${group} }
spec: { group: ${group}, version: ${version}, groupPriorityMinimum: 100, versionPriority: 100, service: { namespace: lyo-observability, name: ${service}, port: 6443 } }
`;
}

const stackdriver = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: stackdriver-adapter, namespace: lyo-observability }
spec:
  selector: { matchLabels: { app: stackdriver-adapter } }
  template:
    metadata: { labels: { app: stackdriver-adapter } }
    spec:
      containers: [{ name: adapter, image: 'gcr.io/gke-release/custom-metrics-stackdriver-adapter:v0.16.9-gke.0', args: ['--use-new-resource-model=true'] }]
`;

const externalMetric = { type: 'External', external: { metric: { name: 'backlog' }, target: { type: 'AverageValue', averageValue: '30' } } };

export const metricMutants = [
  ...before('autoscaling/unserved-metric', [
    [horizontal, 'a misspelt metric name', (draft) => draft.edit(horizontal).set('spec.metrics.2.object.metric.name', 'lyo_desired_replica_request_rate')],
    [
      horizontal,
      'the adapter serves its metrics under another prefix',
      (draft) => draft.edit(adapterConfig).text(config, 'as: lyo_desired_replicas_$1', 'as: replicas_$1'),
    ],
    [
      horizontal,
      'the adapter does not know the label of the Deployment',
      (draft) => draft.edit(adapterConfig).text(config, 'resource: deployment', 'resource: service'),
    ],
    [horizontal, 'the adapter mounts a configuration without rules', (draft) => draft.edit(adapterConfig).set(config, 'rules: []\n')],
    [
      horizontal,
      'nobody serves custom metrics',
      (draft) => {
        draft.drop(customV1);
        draft.drop(customV2);
      },
    ],
    [
      horizontal,
      'the Service of the API selects a workload without adapter rules',
      (draft) => draft.edit(adapterService).set('spec.selector', { 'app.kubernetes.io/name': 'kube-state-metrics' }),
    ],
  ]),
  ...before('autoscaling/unrecorded-metric', [
    [
      horizontal,
      'a recording rule is renamed',
      (draft) => draft.edit(ruleFile).text(rules, 'record: lyo:desired_replicas:latency', 'record: lyo:desired_replicas:p95'),
    ],
    [horizontal, 'the recorded series carry another Deployment', (draft) => draft.edit(ruleFile).text(rules, ' deployment: backend\n', ' deployment: api\n')],
    [horizontal, 'the recorded series carry no namespace', (draft) => draft.edit(ruleFile).text(rules, ' namespace: lyo-backend\n', ' tenant: lyo-backend\n')],
    [
      horizontal,
      'the rule file is mounted by nobody',
      (draft) => draft.edit('StatefulSet lyo-observability/prometheus').remove('spec.template.spec.volumes.1'),
    ],
    [
      horizontal,
      'a signal without a recording rule',
      (draft) => draft.edit(horizontal).set('spec.metrics.5.object.metric.name', 'lyo_desired_replicas_prophecy'),
    ],
  ]),
  ...before('autoscaling/external-metric', [
    [horizontal, 'an external metric, and nobody owns external metrics', (draft) => draft.edit(horizontal).append('spec.metrics', externalMetric)],
    [
      horizontal,
      'the external API is registered as a local API without a Service',
      (draft) => {
        draft.edit(horizontal).append('spec.metrics', externalMetric);
        draft.add(
          '{ apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: { name: v1beta1.external.metrics.k8s.io }, spec: { group: external.metrics.k8s.io, version: v1beta1 } }',
        );
      },
    ],
    [
      horizontal,
      'only a version of the external API that the controller does not ask for',
      (draft) => {
        draft.edit(horizontal).append('spec.metrics', externalMetric);
        draft.add(apiService('external.metrics.k8s.io', 'v1alpha1', 'prometheus-adapter'));
      },
    ],
  ]),
  ...before('autoscaling/metrics-api-owners', [
    [
      'APIService v1beta1.metrics.k8s.io',
      'the resource metrics of GKE are taken',
      (draft) => draft.add(apiService('metrics.k8s.io', 'v1beta1', 'prometheus-adapter')),
    ],
    ['Deployment lyo-observability/stackdriver-adapter', 'a second adapter serves custom metrics, as it does when shipped', (draft) => draft.add(stackdriver)],
    [customV2, 'the second version of custom metrics has another owner', (draft) => draft.edit(customV2).set('spec.service.name', 'kube-state-metrics')],
    [
      customV1,
      'a second object registers the same version in another namespace',
      (draft) => draft.copy(customV1, 'v1beta1.custom.metrics.k8s.io').set('spec.service', { namespace: 'lyo-backend', name: 'backend', port: 80 }),
    ],
    [
      'Deployment lyo-observability/prometheus-adapter',
      'the configuration of the adapter also has resource rules',
      (draft) => draft.edit(adapterConfig).text(config, 'rules:\n', 'resourceRules: { cpu: { containerQuery: x } }\nrules:\n'),
    ],
  ]),
  ...before('autoscaling/metrics-api-versions', [
    [customV1, 'only the older version is registered', (draft) => draft.drop(customV2)],
    [customV2, 'only the newer version is registered', (draft) => draft.drop(customV1)],
    [customV1, 'the newer version is registered under a third name', (draft) => draft.edit(customV2).set('spec.version', 'v1')],
  ]),
  ...before('autoscaling/insecure-api', [
    [customV1, 'the certificate of the older version is not verified', (draft) => draft.edit(customV1).set('spec.insecureSkipTLSVerify', true)],
    [customV2, 'the certificate of the newer version is not verified', (draft) => draft.edit(customV2).set('spec.insecureSkipTLSVerify', true)],
    [
      'APIService v1.example.com',
      'an added API is not verified',
      (draft) => draft.add(apiService('example.com', 'v1', 'prometheus-adapter').replace('spec: {', 'spec: { insecureSkipTLSVerify: true,')),
    ],
  ]),
  ...before('autoscaling/desired-replicas', [
    [
      horizontal,
      'a signal with a Value target, which multiplies what already is a number of replicas',
      (draft) => draft.edit(horizontal).set('spec.metrics.0.object.target', { type: 'Value', value: '1' }),
    ],
    [
      horizontal,
      'a signal with a target of 2: half of the wanted replicas',
      (draft) => draft.edit(horizontal).set('spec.metrics.3.object.target.averageValue', '2'),
    ],
    [horizontal, 'a signal of another Deployment', (draft) => draft.edit(horizontal).set('spec.metrics.1.object.describedObject.name', 'other')],
  ]),
  ...before('references/recorded-series', [
    [
      ruleFile,
      'a cap reads a series that nobody records',
      (draft) => draft.edit(ruleFile).text(rules, 'or on() lyo:uncapped_replicas:cpu{', 'or on() lyo:wished_replicas:cpu{'),
    ],
    [ruleFile, 'a rule that others read is gone', (draft) => draft.edit(ruleFile).text(rules, 'record: lyo:spans_alive', 'record: lyo:spans_living')],
    [
      ruleFile,
      'an expression selects the series of another Deployment',
      (draft) =>
        draft
          .edit(ruleFile)
          .text(rules, 'lyo:ready_replicas{namespace="lyo-backend",deployment="backend"}', 'lyo:ready_replicas{namespace="lyo-backend",deployment="api"}'),
    ],
  ]),
  ...after('references/promql-syntax', [
    [ruleFile, 'a recording rule has lost a parenthesis', (draft) => draft.edit(ruleFile).text(rules, 'rate(', 'rate')],
    [
      alertFile,
      'an alert compares with nothing',
      (draft) =>
        draft
          .edit(alertFile)
          .text(
            ['data', 'alerts-backend.yaml'],
            'kube_horizontalpodautoscaler_status_desired_replicas',
            '== == kube_horizontalpodautoscaler_status_desired_replicas',
          ),
    ],
    [
      dashboard('dependencies'),
      'a panel has a range without a unit',
      (draft) => draft.edit(dashboard('dependencies')).text(['data', 'lyo-dependencies.json'], '[$__rate_interval]', '[five minutes]'),
    ],
  ]),
  ...before('references/known-metric', [
    [
      ruleFile,
      'a recording rule asks for a metric that nobody exposes',
      (draft) => draft.edit(ruleFile).text(rules, 'traces_span_metrics_calls_total', 'http_requests_total'),
    ],
    [
      alertFile,
      'an alert asks for a misspelt metric',
      (draft) =>
        draft.edit(alertFile).text(['data', 'alerts-backend.yaml'], 'kube_horizontalpodautoscaler_status_desired_replicas', 'kube_hpa_status_desired_replicas'),
    ],
    [
      dashboard('dependencies'),
      'a panel asks for a metric of another exporter',
      (draft) =>
        draft
          .edit(dashboard('dependencies'))
          .text(['data', 'lyo-dependencies.json'], 'traces_service_graph_request_total', 'traces_servicegraph_requests_total'),
    ],
    [
      dashboard('trends'),
      'a panel asks for a recorded series that no rule records',
      (draft) => draft.edit(dashboard('trends')).text(['data', 'lyo-trends.json'], 'lyo:trend:replicas', 'lyo:trend:pods'),
    ],
    [
      dashboard('service'),
      'a variable lists the labels of a series that nobody records',
      (draft) =>
        draft
          .edit(dashboard('service'))
          .text(['data', 'lyo-service.json'], 'label_values(lyo:ready_replicas, namespace)', 'label_values(lyo:replicas_ready, namespace)'),
    ],
    [
      dashboard('scaling'),
      'a variable, written as newer dashboards write it, asks for the result of a query about a misspelt metric',
      (draft) =>
        draft
          .edit(dashboard('scaling'))
          .text(
            ['data', 'lyo-scaling.json'],
            '"query": "label_values(lyo:ready_replicas, namespace)"',
            '"query": { "query": "query_result(max by (namespace) (kube_deployment_status_replica_ready))", "refId": "A" }',
          ),
    ],
  ]),
  ...after('autoscaling/external-metric', [
    [
      horizontal,
      'the Service of the external API selects no pods',
      (draft) => {
        draft.edit(horizontal).append('spec.metrics', externalMetric);
        draft.add(apiService('external.metrics.k8s.io', 'v1beta1', 'nobody'));
      },
    ],
  ]),
  ...after('autoscaling/metrics-api-owners', [
    [
      'Deployment lyo-observability/stackdriver-adapter',
      'KEDA serves external metrics beside the Stackdriver adapter',
      (draft) => {
        draft.add(stackdriver.replace("'--use-new-resource-model=true'", "'--enable-custom-metrics-api=false'"));
        draft.add(stackdriver.replaceAll('stackdriver-adapter', 'keda').replace(/gcr.*gke\.0/, 'ghcr.io/kedacore/keda-metrics-apiserver:2.20.2'));
      },
    ],
  ]),
  ...before('autoscaling/unmatched-adapter-rule', [
    [
      adapterConfig,
      'the adapter asks for a series that nobody records',
      (draft) => draft.edit(adapterConfig).text(config, '^lyo:desired_replicas:.+', '^lyo:wanted_replicas:.+'),
    ],
    [
      adapterConfig,
      'a rule without the label matchers answers with the sum of all workloads',
      (draft) => draft.edit(adapterConfig).text(config, '{<<.LabelMatchers>>}', '{}'),
    ],
    [adapterConfig, 'the name pattern is not a regular expression', (draft) => draft.edit(adapterConfig).text(config, '(.+)$', '(.+$')],
    [
      adapter.replace('Deployment', 'ConfigMap').concat('-*'),
      'a rule that matches no recorded name',
      (draft) => draft.edit(adapterConfig).text(config, 'matches: ^lyo:desired_replicas:', 'matches: ^lyo:desired:'),
    ],
  ]),
];
