/** Mutants of the checks of pods and namespaces. */
import { after, before } from '../mutant';
import { adapter, componentClass, container, deployment, pod, service, stateMetrics, statefulSet } from '../names';
import { mountedFile } from '../mounted-file';

const ownRegistry = 'europe-west1-docker.pkg.dev/lyo-platform-dev';
const init = (settings: object): object => ({ name: 'prepare', image: 'example.com/prepare:1.0', ...settings });

export const workloadMutants = [
  ...before('workloads/pinned-image', [
    [deployment, 'the tag is latest', (draft) => draft.edit(deployment).set(`${container}.image`, 'europe-west1-docker.pkg.dev/lyo/backend:latest')],
    [deployment, 'there is no tag', (draft) => draft.edit(deployment).set(`${container}.image`, 'europe-west1-docker.pkg.dev/lyo/backend')],
    [deployment, 'there is no tag, and the registry has a port', (draft) => draft.edit(deployment).set(`${container}.image`, 'registry.example:5000/backend')],
    [stateMetrics, 'an init container has no tag', (draft) => draft.edit(stateMetrics).set(`${pod}.initContainers`, [init({ image: 'busybox' })])],
    [statefulSet, 'there is no image', (draft) => draft.edit(statefulSet).remove(`${container}.image`)],
    [deployment, 'the tag is a branch', (draft) => draft.edit(deployment).set(`${container}.image`, 'europe-west1-docker.pkg.dev/lyo/backend:main')],
  ]),
  ...after('workloads/image-source', [
    [deployment, 'an image of another project', (draft) => draft.edit(deployment).set(`${container}.image`, 'europe-west1-docker.pkg.dev/other/lyo/backend:1')],
    [
      deployment,
      'an image that only looks like the repository',
      (draft) => draft.edit(deployment).set(`${container}.image`, `${ownRegistry}/lyo-evil/backend:1`),
    ],
    [
      stateMetrics,
      'another image of a registry that has a copy',
      (draft) => draft.edit(stateMetrics).text(`${container}.image`, 'kube-state-metrics:', 'other:'),
    ],
    [stateMetrics, 'another version of a pinned image', (draft) => draft.edit(stateMetrics).text(`${container}.image`, ':v2', ':v1')],
    [statefulSet, 'an image by its origin', (draft) => draft.edit(statefulSet).text(`${container}.image`, `${ownRegistry}/mirror-quay`, 'quay.io')],
    [stateMetrics, 'an init container from a public registry', (draft) => draft.edit(stateMetrics).set(`${pod}.initContainers`, [init({})])],
  ]),
  ...after('workloads/component-priority', [
    [statefulSet, 'a component states no class', (draft) => draft.edit(statefulSet).remove(`${pod}.priorityClassName`)],
    [adapter, 'a component of the system', (draft) => draft.edit(adapter).set(`${pod}.priorityClassName`, 'system-cluster-critical')],
    [stateMetrics, 'the class of components is worth as much as none', (draft) => draft.edit(componentClass).set('value', 0)],
    [
      'Deployment lyo-observability/viewer',
      'a new component without a class',
      (draft) => draft.copy(stateMetrics, 'viewer').remove(`${pod}.priorityClassName`),
    ],
  ]),
  ...before('workloads/plaintext-secret', [
    [
      'Secret lyo-backend/database',
      'a Secret with its data',
      (draft) => draft.add('{ apiVersion: v1, kind: Secret, metadata: { name: database, namespace: lyo-backend }, data: { password: aHVudGVyMg== } }'),
    ],
    [
      'Secret lyo-backend/database',
      'a Secret with plain text',
      (draft) => draft.add('{ apiVersion: v1, kind: Secret, metadata: { name: database, namespace: lyo-backend }, stringData: { password: hunter2 } }'),
    ],
    [
      deployment,
      'a variable with a literal password',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'DATABASE_PASSWORD', value: 'hunter2' }),
    ],
    [
      deployment,
      'a variable with a literal key',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'STRIPE_API_KEY', value: 'sk_live_0123456789' }),
    ],
    [
      deployment,
      'an address with a password in it',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'DATABASE_URL', value: 'postgresql://app:hunter2@10.0.0.3/app' }),
    ],
    [stateMetrics, 'an argument with a token', (draft) => draft.edit(stateMetrics).append(`${container}.args`, '--bearer-token=abcdef0123456789')],
    [
      'ConfigMap lyo-observability/prometheus-config',
      'a private key in a ConfigMap',
      (draft) =>
        draft
          .edit('ConfigMap lyo-observability/prometheus-config')
          .set(['data', 'tls.key'], '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n'),
    ],
  ]),
  ...after('workloads/plaintext-secret', [
    [
      stateMetrics,
      'a flag and its token as two arguments',
      (draft) => draft.edit(stateMetrics).append(`${container}.args`, '--api-token').append(`${container}.args`, 'abcdef0123456789'),
    ],
    [
      deployment,
      'a cloud key in a variable with a harmless name',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'OWNER', value: 'AKIAIOSFODNN7EXAMPLE' }),
    ],
  ]),
  ...before('workloads/probes', [
    [deployment, 'no readiness probe', (draft) => draft.edit(deployment).remove(`${container}.readinessProbe`)],
    [statefulSet, 'no liveness probe', (draft) => draft.edit(statefulSet).remove(`${container}.livenessProbe`)],
    [
      stateMetrics,
      'a second container without probes',
      (draft) => draft.edit(stateMetrics).append(`${pod}.containers`, { name: 'sidecar', image: 'example.com/sidecar:1.0' }),
    ],
  ]),
  ...before('workloads/one-worker', [
    [
      deployment,
      'uvicorn is asked for four workers',
      (draft) => draft.edit(deployment).set(`${container}.args`, ['uvicorn', 'app.main:app', '--workers', '4']),
    ],
    [deployment, 'gunicorn is asked for two, in short', (draft) => draft.edit(deployment).set(`${container}.command`, ['gunicorn', '-w', '2', 'app.main:app'])],
    [deployment, 'the option has its value after a sign', (draft) => draft.edit(deployment).set(`${container}.args`, ['--workers=8'])],
    [
      deployment,
      'a variable of the application overrides the injected one',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'WEB_CONCURRENCY', value: '4' }),
    ],
  ]),
  ...after('workloads/one-worker', [
    [
      deployment,
      'a shell starts uvicorn with four workers',
      (draft) => draft.edit(deployment).set(`${container}.command`, ['sh', '-c', 'alembic upgrade head && exec uvicorn app.main:app --workers 4']),
    ],
    [
      deployment,
      'a shell starts gunicorn with four, in short and quoted',
      (draft) => draft.edit(deployment).set(`${container}.command`, ['/bin/bash', '-ec', "nc -z -w 1 redis 6379\nexec /usr/bin/gunicorn app.main:app -w '4'"]),
    ],
    [deployment, 'the short option has its value in the same word', (draft) => draft.edit(deployment).set(`${container}.args`, ['-w4', 'app.main:app'])],
    [deployment, 'option and value are one argument', (draft) => draft.edit(deployment).set(`${container}.args`, ['app.main:app', '--workers 4'])],
    [deployment, 'fastapi runs four', (draft) => draft.edit(deployment).set(`${container}.command`, ['fastapi', 'run', '--workers=4', 'app/main.py'])],
    [
      deployment,
      'hypercorn runs four in a line for a shell',
      (draft) => draft.edit(deployment).set(`${container}.args`, ['sh', '-c', 'python -m pip check; hypercorn -w=4 app.main:app']),
    ],
    [
      deployment,
      'another command of the line asks for one worker, and the server is told of four in front',
      (draft) => draft.edit(deployment).set(`${container}.args`, ['sh', '-c', 'jobs --workers 1 && WEB_CONCURRENCY=4 exec uvicorn app.main:app']),
    ],
    [
      deployment,
      'of two options the last is four',
      (draft) => draft.edit(deployment).set(`${container}.args`, ['uvicorn', '--workers', '1', 'app.main:app', '--workers', '4']),
    ],
    [
      deployment,
      "gunicorn's own variable asks for four",
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'GUNICORN_CMD_ARGS', value: '--timeout 30 --workers=4' }),
    ],
    [
      deployment,
      "a later uvicorn's variable overrides the first",
      (draft) =>
        draft
          .edit(deployment)
          .append(`${container}.env`, { name: 'UVICORN_WORKERS', value: '1' })
          .append(`${container}.env`, { name: 'UVICORN_WORKERS', value: '4' }),
    ],
    [
      deployment,
      'the number comes from a ConfigMap',
      (draft) =>
        draft
          .edit(deployment)
          .append(`${container}.env`, { name: 'UVICORN_WORKERS', valueFrom: { configMapKeyRef: { name: 'workers', key: 'count', optional: true } } }),
    ],
    [
      deployment,
      'a shell sets the variable in front of the server',
      (draft) => draft.edit(deployment).set(`${container}.command`, ['sh', '-c', 'WEB_CONCURRENCY=4 uvicorn app.main:app']),
    ],
    [
      deployment,
      'the option refers to a variable that is four',
      (draft) =>
        draft
          .edit(deployment)
          .append(`${container}.env`, { name: 'PROCESSES', value: '4' })
          .set(`${container}.args`, ['uvicorn', 'app.main:app', '--workers', '$(PROCESSES)']),
    ],
    [
      deployment,
      "gunicorn's usual file asks for four",
      (draft) => mountedFile(draft, '/srv/gunicorn.conf.py', "bind = '0.0.0.0:8000'\nworkers = 4\n").set(`${container}.command`, ['gunicorn', 'app.main:app']),
    ],
    [
      deployment,
      'a file that gunicorn is told of counts processors',
      (draft) =>
        mountedFile(draft, '/etc/app/server.py', 'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n').set(`${container}.command`, [
          'gunicorn',
          '--config',
          '/etc/app/server.py',
          'app.main:app',
        ]),
    ],
    [
      deployment,
      'a shell tells gunicorn of a file in its folder, in short, whose last line asks for two',
      (draft) =>
        mountedFile(draft, '/srv/conf/server.py', 'workers = 1\nworkers=2').set(`${container}.command`, [
          'sh',
          '-c',
          'exec gunicorn -c conf/server.py app.main:app',
        ]),
    ],
  ]),
  ...before('workloads/requests', [
    [deployment, 'no CPU request', (draft) => draft.edit(deployment).remove(`${container}.resources.requests.cpu`)],
    [adapter, 'no memory request', (draft) => draft.edit(adapter).remove(`${container}.resources.requests.memory`)],
    [stateMetrics, 'no resources at all', (draft) => draft.edit(stateMetrics).remove(`${container}.resources`)],
    [deployment, 'an init container without requests', (draft) => draft.edit(deployment).set(`${pod}.initContainers`, [init({})])],
    [
      deployment,
      'no room on the disk of its node',
      (draft) => draft.edit(deployment).remove([...container.split('.'), 'resources', 'requests', 'ephemeral-storage']),
    ],
    [deployment, 'a CPU request of 0', (draft) => draft.edit(deployment).set(`${container}.resources.requests.cpu`, '0')],
  ]),
  ...before('workloads/limits', [
    [deployment, 'no memory limit', (draft) => draft.edit(deployment).remove(`${container}.resources.limits.memory`)],
    [adapter, 'no CPU limit', (draft) => draft.edit(adapter).remove(`${container}.resources.limits.cpu`)],
    [
      adapter,
      'no limit of what it writes to the disk of its node',
      (draft) => draft.edit(adapter).remove([...container.split('.'), 'resources', 'limits', 'ephemeral-storage']),
    ],
    [
      deployment,
      'an init container that may fill the disk',
      (draft) => draft.edit(deployment).remove([...pod.split('.'), 'initContainers', '0', 'resources', 'limits', 'ephemeral-storage']),
    ],
    [statefulSet, 'no limits', (draft) => draft.edit(statefulSet).remove(`${container}.resources.limits`)],
  ]),
  ...before('workloads/request-above-limit', [
    [deployment, 'a memory request above its limit', (draft) => draft.edit(deployment).set(`${container}.resources.requests.memory`, '513Mi')],
    [deployment, 'a memory request above its limit in another unit', (draft) => draft.edit(deployment).set(`${container}.resources.requests.memory`, '1G')],
    [stateMetrics, 'a CPU request above its limit in another unit', (draft) => draft.edit(stateMetrics).set(`${container}.resources.requests.cpu`, '0.5')],
    [adapter, 'a request that is not a quantity', (draft) => draft.edit(adapter).set(`${container}.resources.requests.cpu`, '100 millicores')],
  ]),
  ...before('workloads/restricted-container', [
    [deployment, 'privilege escalation is allowed', (draft) => draft.edit(deployment).set(`${container}.securityContext.allowPrivilegeEscalation`, true)],
    [deployment, 'privilege escalation is not mentioned', (draft) => draft.edit(deployment).remove(`${container}.securityContext.allowPrivilegeEscalation`)],
    [statefulSet, 'capabilities are kept', (draft) => draft.edit(statefulSet).set(`${container}.securityContext.capabilities.drop`, ['NET_RAW'])],
    [statefulSet, 'a capability is added', (draft) => draft.edit(statefulSet).set(`${container}.securityContext.capabilities.add`, ['SYS_PTRACE'])],
    [adapter, 'a privileged container', (draft) => draft.edit(adapter).set(`${container}.securityContext.privileged`, true)],
    [
      adapter,
      'a container switches its seccomp profile off',
      (draft) => draft.edit(adapter).set(`${container}.securityContext.seccompProfile`, { type: 'Unconfined' }),
    ],
    [deployment, 'an init container without a security context', (draft) => draft.edit(deployment).set(`${pod}.initContainers`, [init({})])],
    [deployment, 'a container overrides runAsNonRoot', (draft) => draft.edit(deployment).set(`${container}.securityContext.runAsNonRoot`, false)],
    [
      stateMetrics,
      'seccomp is stated neither for the pod nor for the container',
      (draft) => draft.edit(stateMetrics).remove(`${pod}.securityContext.seccompProfile`),
    ],
    [stateMetrics, 'a port of the node', (draft) => draft.edit(stateMetrics).set(`${container}.ports.0.hostPort`, 8080)],
  ]),
  ...before('workloads/restricted-pod', [
    [stateMetrics, 'the network of the node', (draft) => draft.edit(stateMetrics).set(`${pod}.hostNetwork`, true)],
    [stateMetrics, 'the processes of the node', (draft) => draft.edit(stateMetrics).set(`${pod}.hostPID`, true)],
    [stateMetrics, 'a path of the node', (draft) => draft.edit(stateMetrics).append(`${pod}.volumes`, { name: 'proc', hostPath: { path: '/proc' } })],
    [deployment, 'the pod runs as root', (draft) => draft.edit(deployment).set(`${pod}.securityContext.runAsUser`, 0)],
    [
      statefulSet,
      'a volume of a kind that restricted does not allow',
      (draft) => draft.edit(statefulSet).append(`${pod}.volumes`, { name: 'share', nfs: { server: 'nfs', path: '/' } }),
    ],
  ]),
  ...before('workloads/empty-handler', [
    [deployment, 'a stop hook without an action', (draft) => draft.edit(deployment).set(`${container}.lifecycle`, { preStop: {} })],
    [deployment, 'a readiness probe without an action', (draft) => draft.edit(deployment).set(`${container}.readinessProbe`, { periodSeconds: 10 })],
    [statefulSet, 'a start hook without an action', (draft) => draft.edit(statefulSet).set(`${container}.lifecycle`, { postStart: {} })],
  ]),
  ...before('workloads/config-map-size', [
    [
      'ConfigMap lyo-observability/prometheus-config',
      'a file of 1 MiB and a byte',
      (draft) => draft.edit('ConfigMap lyo-observability/prometheus-config').set(['data', 'prometheus.yml'], 'x'.repeat(1_048_577)),
    ],
    [
      'ConfigMap lyo-observability/prometheus-config',
      'two files that are too large together',
      (draft) => draft.edit('ConfigMap lyo-observability/prometheus-config').set('data', { a: 'x'.repeat(600_000), b: 'x'.repeat(600_000) }),
    ],
    [
      'ConfigMap lyo-observability/prometheus-config',
      'few characters that need many bytes',
      (draft) => draft.edit('ConfigMap lyo-observability/prometheus-config').set(['data', 'notes'], '€'.repeat(400_000)),
    ],
  ]),
  ...before('workloads/default-deny', [
    ['Namespace lyo-backend', 'the default-deny policy is gone', (draft) => draft.drop('NetworkPolicy lyo-backend/default-deny')],
    [
      'Namespace lyo-backend',
      'it denies incoming traffic only',
      (draft) => draft.edit('NetworkPolicy lyo-backend/default-deny').set('spec.policyTypes', ['Ingress']),
    ],
    [
      'Namespace lyo-observability',
      'it allows everything that comes in',
      (draft) => draft.edit('NetworkPolicy lyo-observability/default-deny').set('spec.ingress', [{}]),
    ],
    [
      'Namespace lyo-observability',
      'it allows everything that goes out',
      (draft) => draft.edit('NetworkPolicy lyo-observability/default-deny').append('spec.egress', {}),
    ],
    [
      'Namespace lyo-observability',
      'it covers some pods only',
      (draft) => draft.edit('NetworkPolicy lyo-observability/default-deny').set('spec.podSelector', { matchLabels: { a: 'b' } }),
    ],
    ['Namespace lyo-extra', 'a new namespace without one', (draft) => draft.add('{ apiVersion: v1, kind: Namespace, metadata: { name: lyo-extra } }')],
  ]),
  ...after('workloads/default-deny', [
    [
      'Namespace lyo-observability',
      'it allows every address',
      (draft) => draft.edit('NetworkPolicy lyo-observability/default-deny').append('spec.egress', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
    ],
    [
      'Namespace lyo-observability',
      'it allows every namespace',
      (draft) => draft.edit('NetworkPolicy lyo-observability/default-deny').append('spec.egress', { to: [{ namespaceSelector: {} }] }),
    ],
  ]),
  ...before('workloads/pod-security', [
    [
      'Namespace lyo-backend',
      'the standard is baseline',
      (draft) => draft.edit('Namespace lyo-backend').set(['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], 'baseline'),
    ],
    [
      'Namespace lyo-backend',
      'the standard only warns',
      (draft) => draft.edit('Namespace lyo-backend').remove(['metadata', 'labels', 'pod-security.kubernetes.io/enforce']),
    ],
    ['Namespace lyo-extra', 'a new namespace without labels', (draft) => draft.add('{ apiVersion: v1, kind: Namespace, metadata: { name: lyo-extra } }')],
  ]),
  ...before('workloads/unreadable', [
    [deployment, 'the list of containers is an object', (draft) => draft.edit(deployment).set(`${pod}.containers`, { backend: {} })],
    [service, 'a port is text', (draft) => draft.edit(service).set('spec.ports.0.port', 'eighty')],
    [
      'HorizontalPodAutoscaler lyo-backend/backend',
      'the maximum is text',
      (draft) => draft.edit('HorizontalPodAutoscaler lyo-backend/backend').set('spec.maxReplicas', '50'),
    ],
    ['PodDisruptionBudget lyo-backend/backend', 'the budget is a list', (draft) => draft.edit('PodDisruptionBudget lyo-backend/backend').set('spec', [])],
  ]),
  ...after('workloads/unreadable', [
    ['List everything', 'objects hide in a List', (draft) => draft.add('{ apiVersion: v1, kind: List, metadata: { name: everything }, items: [] }')],
    [
      'Rollout lyo-backend/canary',
      'pods hide in a kind that no rule knows',
      (draft) => draft.copy(deployment, 'canary').set('apiVersion', 'argoproj.io/v1alpha1').set('kind', 'Rollout'),
    ],
    [
      'CronJob lyo-backend/nightly',
      'a CronJob without a job',
      (draft) => draft.add('{ apiVersion: batch/v1, kind: CronJob, metadata: { name: nightly, namespace: lyo-backend }, spec: { schedule: "@daily" } }'),
    ],
  ]),
];
