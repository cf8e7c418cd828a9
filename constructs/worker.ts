import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Lifecycle } from '../config/lifecycle';
import type { Duration } from '../config/quantities';
import type { WorkerLive } from '../config/workloads/worker';
import { DisruptionBudget } from './disruption-budget';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection, type NamedConnection } from './network-access';
import { containerPorts, servicePorts } from './named-ports';
import { pace, startPace } from './probes';
import { scaledDeployment } from './scaled-deployment';
import { workloadAccount } from './workload-account';
import { workloadPod, type WorkloadPodProps } from './workload-pod';

export interface WorkerProps extends WorkloadPodProps {
  /** Liveness probe of the worker. */
  readonly live: WorkerLive;
  /** Numbers of the worker's ports by name. */
  readonly ports: Readonly<Record<string, number>>;
  /** The ports that other workloads may call, through the worker's Service. */
  readonly callable: Readonly<Record<string, number>>;
  readonly lifecycle: Lifecycle;
  readonly shutdown: { readonly grace: Duration };
  readonly rollout: { readonly surge: number; readonly settle: Duration };
  /** Peers that may connect, and to which ports. */
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
  /** @default - no names outside the cluster */
  readonly toNames?: readonly NamedConnection[];
}

/** A scaled workload that answers no requests of users: Deployment, ServiceAccount, disruption budget, network access and a Service for ports that others call, all under one name. */
export class Worker extends Construct {
  public constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const { name, from, to, toNames, callable } = props;
    const labels = selectorLabels(name);
    workloadAccount(this, props);
    const { container, pod } = workloadPod(this, props);
    const ports = containerPorts(props.ports);
    const containers = [{ ...container, ...(ports.length === 0 ? {} : { ports }), ...probes(props) }];
    scaledDeployment(this, { name, containers, pod, grace: props.shutdown.grace, rollout: props.rollout });
    if (Object.keys(callable).length > 0) {
      new k8s.KubeService(this, 'service', {
        metadata: { name, labels: { ...labels } },
        spec: { type: 'ClusterIP', selector: { ...labels }, ports: servicePorts(callable) },
      });
    }
    new DisruptionBudget(this, 'disruption-budget', { name, labels, maxUnavailable: '10%' });
    new NetworkAccess(this, 'network-access', { name, labels, from, to, ...(toNames && { toNames }) });
  }
}

function probes({ live, lifecycle }: WorkerProps): Pick<k8s.Container, `${'startup' | 'readiness' | 'liveness'}Probe`> {
  const question = live.kind === 'command' ? { exec: { command: [...live.command] } } : { tcpSocket: { port: k8s.IntOrString.fromNumber(live.port) } };
  return {
    startupProbe: { ...question, ...startPace(lifecycle) },
    // a worker gets no requests, but a release waits for its readiness
    readinessProbe: { ...question, ...pace(lifecycle.readiness) },
    livenessProbe: { ...question, ...pace(lifecycle.liveness) },
  };
}
