/** Mutants of the checks of how a release replaces pods. */
import type { Draft } from '../draft';
import { after, before } from '../mutant';
import { adapter, container, deployment, healthCheck, horizontal, service, stateMetrics, statefulSet } from '../names';

const alertmanager = 'StatefulSet lyo-observability/alertmanager';
const gateway = 'StatefulSet lyo-observability/otel-gateway';
const grafana = 'Deployment lyo-observability/grafana';

const verticalOf = (name: string): string => `VerticalPodAutoscaler lyo-observability/${name}`;

function mode(name: string, updateMode: string): (draft: Draft) => unknown {
  return (draft) => draft.edit(verticalOf(name)).set('spec.updatePolicy.updateMode', updateMode);
}

/** Adds an environment variable; of several with the same name, the last one counts. */
function keptAlive(name: string, value: string): (draft: Draft) => unknown {
  return (draft) => draft.edit(deployment).append(`${container}.env`, { name, value });
}

export const releaseMutants = [
  ...before('workloads/rollout-pace', [
    [deployment, 'nothing says how long a new pod must have been ready', (draft) => draft.edit(deployment).remove('spec.minReadySeconds')],
    [deployment, 'a new pod counts at once', (draft) => draft.edit(deployment).set('spec.minReadySeconds', 0)],
    [adapter, 'nothing says when a rollout is stuck', (draft) => draft.edit(adapter).remove('spec.progressDeadlineSeconds')],
    [deployment, 'the deadline is shorter than the start-up probe', (draft) => draft.edit(deployment).set('spec.progressDeadlineSeconds', 60)],
    [grafana, 'the start-up probe allows an hour', (draft) => draft.edit(grafana).set(`${container}.startupProbe.failureThreshold`, 360)],
    [deployment, 'fifty pods are replaced one at a time', (draft) => draft.edit(deployment).set('spec.strategy.rollingUpdate.maxSurge', 1)],
    [deployment, 'each of ten steps waits for two minutes', (draft) => draft.edit(deployment).set('spec.minReadySeconds', 120)],
  ]),
  ...after('workloads/rollout-pace', [
    [stateMetrics, 'readiness may fail for ten minutes', (draft) => draft.edit(stateMetrics).set(`${container}.readinessProbe.failureThreshold`, 60)],
    [
      deployment,
      'two hundred pods are replaced three at a time',
      (draft) => {
        draft.edit(horizontal).set('spec.maxReplicas', 200);
        draft.edit(deployment).set('spec.strategy.rollingUpdate.maxSurge', 3);
      },
    ],
  ]),
  ...before('workloads/stateful-order', [
    [statefulSet, 'pods wait for each other', (draft) => draft.edit(statefulSet).set('spec.podManagementPolicy', 'OrderedReady')],
    [alertmanager, 'pods wait for each other by default', (draft) => draft.edit(alertmanager).remove('spec.podManagementPolicy')],
    [gateway, 'gateways wait for each other', (draft) => draft.edit(gateway).set('spec.podManagementPolicy', null)],
  ]),
  ...before('references/headless-service', [
    [statefulSet, 'the governing Service has an address', (draft) => draft.edit(statefulSet).set('spec.serviceName', 'prometheus')],
    [statefulSet, 'the governing Service is not there', (draft) => draft.drop('Service lyo-observability/prometheus-headless')],
    [alertmanager, 'no governing Service is named', (draft) => draft.edit(alertmanager).remove('spec.serviceName')],
    [gateway, "another StatefulSet's Service governs", (draft) => draft.edit(gateway).set('spec.serviceName', 'prometheus-headless')],
    [alertmanager, 'the governing Service gets an address', (draft) => draft.edit('Service lyo-observability/alertmanager-headless').remove('spec.clusterIP')],
  ]),
  ...before('workloads/patient-liveness', [
    [
      gateway,
      'liveness gives up as soon as readiness',
      (draft) => draft.edit(gateway).set(`${container}.livenessProbe`, { httpGet: { path: '/', port: 'health' } }),
    ],
    [
      deployment,
      'liveness gives up after five seconds',
      (draft) => draft.edit(deployment).set(`${container}.livenessProbe.failureThreshold`, 1).set(`${container}.livenessProbe.periodSeconds`, 5),
    ],
    [grafana, 'readiness gives up last', (draft) => draft.edit(grafana).set(`${container}.readinessProbe.failureThreshold`, 30)],
    [adapter, 'liveness gives up after forty seconds', (draft) => draft.edit(adapter).set(`${container}.livenessProbe.failureThreshold`, 2)],
  ]),
  ...before('autoscaling/evicted-singleton', [
    [verticalOf('prometheus'), 'Prometheus is evicted where it cannot be resized', mode('prometheus', 'InPlaceOrRecreate')],
    [verticalOf('alertmanager'), 'Alertmanager is evicted', mode('alertmanager', 'Recreate')],
    [verticalOf('kube-state-metrics'), 'the only pod of a Deployment is evicted', mode('kube-state-metrics', 'Auto')],
    [verticalOf('jaeger'), 'nothing is stated, and the default evicts', (draft) => draft.edit(verticalOf('jaeger')).remove('spec.updatePolicy')],
    [verticalOf('prometheus-adapter'), 'one of two adapters is left', (draft) => draft.edit(adapter).set('spec.replicas', 1)],
  ]),
  ...before('network/port-by-name', [
    [healthCheck, 'the load balancer asks on a number', (draft) => draft.edit(healthCheck).set('spec.default.config.httpHealthCheck.port', 8000)],
    [
      'NetworkPolicy lyo-backend/backend',
      'connections are let in to a number',
      (draft) => draft.edit('NetworkPolicy lyo-backend/backend').set('spec.ingress.0.ports.0.port', 8000),
    ],
    [service, 'the Service leads to a number', (draft) => draft.edit(service).set('spec.ports.0.targetPort', 8000)],
    [service, 'the Service leads to its own number', (draft) => draft.edit(service).remove('spec.ports.0.targetPort')],
  ]),
  ...before('workloads/keep-alive', [
    [deployment, 'nothing tells uvicorn', (draft) => draft.edit(deployment).set(`${container}.env.0.name`, 'OTHER')],
    [deployment, "uvicorn's own five seconds", keptAlive('UVICORN_TIMEOUT_KEEP_ALIVE', '5')],
    [deployment, 'as long as the load balancer, and no longer', keptAlive('UVICORN_TIMEOUT_KEEP_ALIVE', '600')],
    [deployment, 'other arguments of gunicorn', keptAlive('GUNICORN_CMD_ARGS', '--threads=4')],
    [deployment, 'gunicorn is told a minute', keptAlive('GUNICORN_CMD_ARGS', '--threads 4 --keep-alive 60')],
    [
      deployment,
      'the command says otherwise',
      (draft) => draft.edit(deployment).set(`${container}.args`, ['uvicorn', 'app.main:app', '--timeout-keep-alive', '30']),
    ],
    [
      deployment,
      'a shell starts gunicorn with ten seconds',
      (draft) => draft.edit(deployment).set(`${container}.command`, ['sh', '-c', 'migrate && exec gunicorn --keep-alive=10 app:app']),
    ],
    [deployment, 'a number that is none', keptAlive('UVICORN_TIMEOUT_KEEP_ALIVE', 'long')],
  ]),
];
