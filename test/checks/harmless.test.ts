/** Changes that look like a fault and are none: people switch off a check that gives false alarms. */
import { runChecks } from '../../checks/run';
import { cleanObjects } from './clean';
import { Draft } from './draft';
import { mountedFile } from './mounted-file';
import {
  adapter,
  budget,
  container,
  dashboard,
  deployment,
  horizontal,
  jaegerPolicy,
  jaegerRoute,
  nameLabel,
  pod,
  selectorLabel,
  service,
  stateMetrics,
  templateLabel,
  vertical,
} from './names';

const clean = cleanObjects('dev');

const scrapeFile = ['data', 'prometheus.yml'];

const monitoring = (name: string, port: number | string): string =>
  JSON.stringify({
    apiVersion: 'monitoring.googleapis.com/v1',
    kind: 'PodMonitoring',
    metadata: { name, namespace: 'lyo-observability' },
    spec: { selector: { matchLabels: { [nameLabel]: name } }, endpoints: [{ port, interval: '60s' }] },
  });

const second = (draft: Draft): void => {
  draft.copy(deployment, 'worker').set(selectorLabel, 'worker').set(templateLabel, 'worker');
  draft.copy(horizontal, 'worker').set('spec.scaleTargetRef.name', 'worker').set('spec.metrics', []);
};

const cases: readonly (readonly [rule: string, name: string, change: (draft: Draft) => unknown])[] = [
  ['autoscaling/two-autoscalers', 'a second workload with labels and an autoscaler of its own', second],
  [
    'autoscaling/two-autoscalers',
    'an autoscaler of the same name in another namespace',
    (draft) => draft.copy(horizontal, 'backend').set('metadata.namespace', 'lyo-observability'),
  ],
  [
    'autoscaling/horizontal-and-vertical',
    'memory is sized vertically and only requests scale horizontally',
    (draft) => {
      draft.edit(vertical).set('spec.updatePolicy.updateMode', 'Recreate').set('spec.resourcePolicy.containerPolicies.0.controlledResources', ['memory']);
      draft.edit(horizontal).set('spec.metrics', [
        {
          type: 'Object',
          object: {
            describedObject: { kind: 'Deployment', name: 'backend' },
            metric: { name: 'lyo_desired_replicas_request_rate' },
            target: { type: 'AverageValue', averageValue: '1' },
          },
        },
      ]);
    },
  ],
  [
    'autoscaling/horizontal-and-vertical',
    'the vertical autoscaler is switched off for each container',
    (draft) =>
      draft
        .edit(vertical)
        .set('spec.updatePolicy.updateMode', 'Auto')
        .set('spec.resourcePolicy.containerPolicies', [{ containerName: '*', mode: 'Off' }]),
  ],
  [
    'autoscaling/utilization-without-request',
    'a sidecar without a request beside a metric for one container',
    (draft) => draft.edit(deployment).append(`${pod}.containers`, { name: 'sidecar', image: 'example.com/sidecar:1.0' }),
  ],
  [
    'autoscaling/budget-blocks-minimum',
    'one of two pods must stay',
    (draft) => draft.edit(budget).set('spec.maxUnavailable', null).set('spec.minAvailable', 1),
  ],
  [
    'autoscaling/budget-blocks-minimum',
    'half of two pods must stay',
    (draft) => draft.edit(budget).set('spec.maxUnavailable', null).set('spec.minAvailable', '50%'),
  ],
  ['autoscaling/two-budgets', 'a budget for other pods', (draft) => draft.copy(budget, 'other').set(['spec', 'selector', 'matchLabels', nameLabel], 'worker')],
  [
    'autoscaling/unserved-metric',
    'the adapter names its metric by the group of its pattern alone',
    (draft) => {
      draft
        .edit('ConfigMap lyo-observability/prometheus-adapter-*')
        .text(['data', 'config.yaml'], 'as: lyo_desired_replicas_$1', 'as: "lyo_desired_replicas_${1}"');
    },
  ],
  [
    'references/config-map',
    'an optional ConfigMap is not there',
    (draft) => draft.edit(deployment).set(`${container}.envFrom`, [{ configMapRef: { name: 'tunables', optional: true } }]),
  ],
  [
    'references/probe-port',
    'a probe by the number of a declared port',
    (draft) => draft.edit(deployment).set(`${container}.readinessProbe.httpGet.port`, 8000),
  ],
  ['references/target-port', 'a Service by the number of a declared port', (draft) => draft.edit(service).set('spec.ports.0.targetPort', 8000)],
  ['references/service-selects-pods', 'a Service without a selector, for endpoints outside', (draft) => draft.edit(service).remove('spec.selector')],
  ['references/role', 'a binding to a built-in role', (draft) => draft.edit('ClusterRoleBinding lyo-observability-prometheus').set('roleRef.name', 'view')],
  [
    'network/console-sign-in',
    'everybody may send spans to Jaeger',
    (draft) =>
      draft
        .edit('NetworkPolicy lyo-observability/jaeger')
        .set('spec.ingress.0.from', [])
        .set('spec.ingress.0.ports', [{ port: 'otlp-grpc' }]),
  ],
  [
    'network/console-sign-in',
    'an address outside for spans alone',
    (draft) =>
      draft
        .copy('Service lyo-observability/jaeger', 'spans')
        .set('spec.type', 'LoadBalancer')
        .set('spec.ports', [{ name: 'otlp-grpc', port: 4317, targetPort: 'otlp-grpc' }]),
  ],
  [
    'network/console-sign-in',
    'an address outside for what is no console',
    (draft) => draft.edit('Service lyo-observability/prometheus-adapter').set('spec.type', 'LoadBalancer'),
  ],
  [
    'network/console-sign-in',
    'a second Service of Jaeger with a policy of its own that asks for an account',
    (draft) => {
      draft.copy('Service lyo-observability/jaeger', 'traces');
      draft.copy(jaegerRoute, 'traces').set('spec.rules.0.backendRefs.0.name', 'traces');
      draft.copy(jaegerPolicy, 'traces').set('spec.targetRef.name', 'traces');
    },
  ],
  [
    'workloads/pinned-image',
    'a digest',
    (draft) => draft.edit(deployment).set(`${container}.image`, `registry.example:5000/backend@sha256:${'0a'.repeat(32)}`),
  ],
  [
    'workloads/plaintext-secret',
    'the file that holds a password, a setting about tokens, and a password from a Secret',
    (draft) =>
      draft
        .edit(deployment)
        .append(`${container}.env`, { name: 'DATABASE_PASSWORD_FILE', value: '/run/secrets/database' })
        .append(`${container}.env`, { name: 'TOKEN_TTL', value: '60' })
        .append(`${container}.env`, { name: 'MONKEY', value: 'business' })
        .append(`${container}.env`, { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } }),
  ],
  [
    'references/known-metric',
    'variables that ask for labels of any series, for the names of metrics, or for a label whose selector has a comma and braces',
    (draft) => {
      const text = (to: string) => draft.edit(dashboard('service')).text(['data', 'lyo-service.json'], 'label_values(lyo:ready_replicas, namespace)', to);
      text('label_values(namespace)');
      draft.edit(dashboard('scaling')).text(['data', 'lyo-scaling.json'], 'label_values(lyo:ready_replicas, namespace)', 'metrics(node_.*)');
      draft
        .edit(dashboard('trends'))
        .text(
          ['data', 'lyo-trends.json'],
          'label_values(lyo:ready_replicas, namespace)',
          'label_values(lyo:ready_replicas{namespace=~\\"a{1,2}\\"}, namespace)',
        );
    },
  ],
  [
    'workloads/request-above-limit',
    'equal amounts in different units',
    (draft) => draft.edit(deployment).set(`${container}.resources.requests.memory`, '0.5Gi'),
  ],
  [
    'workloads/restricted-container',
    'a web server that binds a low port',
    (draft) => draft.edit(stateMetrics).set(`${container}.securityContext.capabilities.add`, ['NET_BIND_SERVICE']),
  ],
  [
    'workloads/one-worker',
    "one worker, stated in each server's own variable",
    (draft) =>
      draft
        .edit(deployment)
        .append(`${container}.env`, { name: 'GUNICORN_CMD_ARGS', value: '--timeout 30 -w 1' })
        .append(`${container}.env`, { name: 'UVICORN_WORKERS', value: '1' }),
  ],
  [
    'workloads/one-worker',
    'the last option refers to the variable that is one',
    (draft) => draft.edit(deployment).set(`${container}.command`, ['sh', '-c', 'exec gunicorn -w 4 --workers "${WEB_CONCURRENCY:-4}" app.main:app']),
  ],
  [
    'workloads/one-worker',
    'another program of a shell line has an option of that name',
    (draft) => draft.edit(deployment).set(`${container}.command`, ['sh', '-c', 'until nc -z -w 2 redis 6379; do sleep 1; done; exec uvicorn app.main:app']),
  ],
  [
    'workloads/one-worker',
    'a file of gunicorn that asks for one, with a remark about four',
    (draft) => mountedFile(draft, '/srv/gunicorn.conf.py', '# workers = 4\nworkers = 1  # not 4\nworker_class = "uvicorn"'),
  ],
  ['workloads/one-worker', 'a file of that setting which is not the server’s', (draft) => mountedFile(draft, '/srv/jobs.py', 'workers = 4')],
  [
    'workloads/one-worker',
    'an option of one worker is stronger than the file',
    (draft) => mountedFile(draft, '/srv/gunicorn.conf.py', 'workers = 4').set(`${container}.command`, ['gunicorn', '--workers', '1', 'app.main:app']),
  ],
  [
    'workloads/one-worker',
    'and so are the arguments of its own variable',
    (draft) => mountedFile(draft, '/srv/gunicorn.conf.py', 'workers = 4').append(`${container}.env`, { name: 'GUNICORN_CMD_ARGS', value: '-w 1' }),
  ],
  [
    'workloads/one-worker',
    'an option of one worker is stronger than any variable',
    (draft) =>
      draft
        .edit(deployment)
        .set(`${container}.args`, ['uvicorn', 'app.main:app', '--workers=1'])
        .append(`${container}.env`, { name: 'UVICORN_WORKERS', value: '4' }),
  ],
  [
    'workloads/probes',
    'a job has no probes',
    (draft) =>
      draft.add(
        '{ apiVersion: batch/v1, kind: Job, metadata: { name: migrate, namespace: lyo-backend }, spec: { template: { spec: { containers: [{ name: migrate, image: "example.com/migrate:1.0" }] } } } }',
      ),
  ],
  [
    'references/own-selector',
    'the template has a label more than the selector',
    (draft) => draft.edit(adapter).set('spec.template.metadata.labels.track', 'stable'),
  ],
  [
    'identity/immutable-field',
    'the template has a label more than the frozen selector',
    (draft) => draft.edit(adapter).set('spec.template.metadata.labels.track', 'stable'),
  ],
  [
    'capacity/largest-pod-fits',
    'a vertical autoscaler that only recommends has no bound',
    (draft) => draft.edit(vertical).remove('spec.resourcePolicy.containerPolicies.0.maxAllowed'),
  ],
  [
    'capacity/maximum-fits',
    'pods of a negative priority would not fit: every other pushes them aside',
    (draft) => {
      draft.add('{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: low }, value: -5 }');
      draft.copy(adapter, 'room').set('spec.replicas', 500).set(`${pod}.priorityClassName`, 'low').set(selectorLabel, 'room').set(templateLabel, 'room');
    },
  ],
  [
    'references/scrape-target',
    'a job keeps one of several names, and the port by its name',
    (draft) => {
      const config = draft
        .edit('ConfigMap lyo-observability/prometheus-config')
        .text(scrapeFile, 'regex: kube-state-metrics', 'regex: kube-state-metrics|exporter');
      config.text(scrapeFile, '__meta_kubernetes_pod_container_port_number', '__meta_kubernetes_pod_container_port_name').text(scrapeFile, '"8080"', 'metrics');
      config
        .text(scrapeFile, '"8889"', 'span-metrics')
        .text(scrapeFile, '"8888"', 'self-metrics')
        .text(scrapeFile, '"9093"', 'http')
        .text(scrapeFile, '"6443"', 'https')
        .text(scrapeFile, '"3000"', 'http')
        .text(scrapeFile, '"9090"', 'http');
      draft.edit('Deployment lyo-observability/optimizer').set('spec.template.spec.containers.0.ports.0.name', 'metrics');
    },
  ],
  [
    'references/scrape-target',
    'a job drops by what only a running cluster knows',
    (draft) => draft.edit('ConfigMap lyo-observability/prometheus-config').text(scrapeFile, '__meta_kubernetes_pod_phase', '__meta_kubernetes_pod_host_ip'),
  ],
  [
    'network/scrape-path',
    'ports by name and range, and peers of a whole namespace',
    (draft) => {
      draft.edit('NetworkPolicy lyo-observability/kube-state-metrics').set('spec.ingress.0', { from: [{ podSelector: {} }], ports: [{ port: 'metrics' }] });
      const everyPod = { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'Exists' }] } };
      draft.edit('NetworkPolicy lyo-observability/prometheus').set('spec.egress.3', { to: [everyPod], ports: [{ port: 8000, endPort: 9000 }] });
    },
  ],
  [
    'network/scrape-path',
    'a policy of its own with every port of every peer',
    (draft) => {
      draft.edit('NetworkPolicy lyo-observability/kube-state-metrics').set('spec.ingress', []);
      draft.copy('NetworkPolicy lyo-observability/kube-state-metrics', 'open').remove('spec.policyTypes').remove('spec.egress').set('spec.ingress', [{}]);
    },
  ],
  [
    'network/adapter-path',
    'the namespace is chosen by a label of its own',
    (draft) => {
      draft.edit('Namespace lyo-observability').set('metadata.labels.purpose', 'telemetry');
      draft.edit('NetworkPolicy lyo-observability/prometheus').set('spec.ingress.0.from.0.namespaceSelector.matchLabels', { purpose: 'telemetry' });
    },
  ],
  [
    'network/telemetry-path',
    'a Job sends no spans that a rule reads',
    (draft) =>
      draft.add(
        '{ apiVersion: batch/v1, kind: Job, metadata: { name: migrate, namespace: lyo-backend }, spec: { template: { spec: { containers: [{ name: migrate }] } } } }',
      ),
  ],
  [
    'references/managed-target',
    'a port by its number, and one by its name',
    (draft) => {
      draft.add(monitoring('optimizer', 8080));
      draft.add(monitoring('kube-state-metrics', 'metrics'));
    },
  ],
  [
    'network/managed-path',
    'every pod of the namespace of Google’s collectors is let in',
    (draft) => {
      draft.add(monitoring('kube-state-metrics', 'metrics'));
      const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gmp-system' } } }];
      draft.edit('NetworkPolicy lyo-observability/kube-state-metrics').append('spec.ingress', { from, ports: [{ port: 'metrics' }] });
    },
  ],
  ['capacity/zone-loss', 'the environment promises nothing', (draft) => draft.edit(horizontal).set('spec.minReplicas', 45)],
];

describe('a check passes when', () => {
  test.each(cases)('%s: %s', (rule, _name, change) => {
    const draft = new Draft(clean);
    change(draft);
    const found = runChecks('dev', draft.objects).violations.filter((violation) => violation.check === rule);
    expect(found.map(({ object, problem }) => `${object}: ${problem}`)).toEqual([]);
  });
});
