import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Lifecycle } from '../config/lifecycle';
import type { Duration } from '../config/quantities';
import type { WorkerLive } from '../config/workloads/worker';
import { DisruptionBudget } from './disruption-budget';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection, type NamedConnection } from './network-access';
import { pace, startPace } from './probes';
import { scaledDeployment } from './scaled-deployment';
import { workloadAccount } from './workload-account';
import { workloadPod, type WorkloadPodProps } from './workload-pod';

export interface WorkerProps extends WorkloadPodProps {
  /** How the kubelet sees that it works. */
  readonly live: WorkerLive;
  /** Port at which it answers `/metrics`. @default - none */
  readonly metricsPort?: number | undefined;
  readonly lifecycle: Lifecycle;
  readonly shutdown: { readonly grace: Duration };
  readonly rollout: { readonly surge: number; readonly settle: Duration };
  /** Who may connect: those who ask for its metrics. */
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
  /** @default - no names outside the cluster */
  readonly toNames?: readonly NamedConnection[];
}

/** A scaled workload that nobody calls: Deployment, ServiceAccount, disruption budget and network access, all under one name. */
export class Worker extends Construct {
  public constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const { name, from, to, toNames } = props;
    const labels = selectorLabels(name);
    workloadAccount(this, props);
    const { container, pod } = workloadPod(this, props);
    const containers = [{ ...container, ...metricsPort(props), ...probes(props) }];
    scaledDeployment(this, { name, containers, pod, grace: props.shutdown.grace, rollout: props.rollout });
    new DisruptionBudget(this, 'disruption-budget', { name, labels, maxUnavailable: '10%' });
    new NetworkAccess(this, 'network-access', { name, labels, from, to, ...(toNames && { toNames }) });
  }
}

/** Named as every port is that answers HTTP: who scrapes it knows the name. */
function metricsPort({ metricsPort: containerPort }: WorkerProps): Pick<k8s.Container, 'ports'> {
  return containerPort === undefined ? {} : { ports: [{ name: 'http', containerPort, protocol: 'TCP' }] };
}

function probes({ live, lifecycle }: WorkerProps): Pick<k8s.Container, `${'startup' | 'readiness' | 'liveness'}Probe`> {
  const question = live.kind === 'command' ? { exec: { command: [...live.command] } } : { tcpSocket: { port: k8s.IntOrString.fromNumber(live.port) } };
  return {
    startupProbe: { ...question, ...startPace(lifecycle) },
    // it gets no requests: readiness is for the release, which waits for it
    readinessProbe: { ...question, ...pace(lifecycle.readiness) },
    livenessProbe: { ...question, ...pace(lifecycle.liveness) },
  };
}
