/** Which components of the platform an environment has, and how many of each: quota, sizing and scrape jobs follow from this list. */
import type { Environment } from './environment';
import { monitoringOf } from './monitoring';
import { components } from './names';
import { optimizedWorkloads, optimizerOf } from './optimized-workloads';
import { scaledWorkloads } from './workload';

export type Component = (typeof components)[keyof typeof components];

export interface PlatformComponent {
  readonly name: Component;
  /** Most pods of the component. */
  readonly replicas: number;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Whether the component has a persistent volume of its own. */
  readonly stored: boolean;
}

type Chosen = Pick<Environment, 'cluster' | 'nodePool' | 'tracing' | 'monitoring' | 'workloads' | 'telemetry' | 'consoles' | 'optimizer'>;

export function componentsOf(environment: Chosen): readonly PlatformComponent[] {
  const { replicas } = monitoringOf(environment);
  return [
    stored(components.prometheus, replicas),
    stored(components.alertmanager, replicas),
    stateless(components.kubeStateMetrics, replicas),
    stateless(components.prometheusAdapter, 2),
    ...(hasExternalSignal(environment) ? [stateless(components.stackdriverAdapter, 2)] : []),
    ...collectors(environment),
    ...jaeger(environment),
    stateless(components.grafana, 1),
    ...(environment.cluster.managedPrometheus.kind === 'copy' ? [stateless(components.managedPrometheus, 1)] : []),
    ...logins(environment),
    ...optimizers(environment),
  ];
}

/** Whether any policy has a signal that is read from Google Cloud. */
export function hasExternalSignal({ workloads }: Pick<Environment, 'workloads'>): boolean {
  return scaledWorkloads({ workloads }).some(({ scaling }) => scaling.signals.external !== undefined);
}

function collectors({ tracing: { collectors: chosen } }: Chosen): readonly PlatformComponent[] {
  if (chosen.layout === 'single') return [stored(components.collectorGateway, 1)];
  return [stateless(components.collectorAgent, chosen.agents.max), stored(components.collectorGateway, chosen.gateways)];
}

function logins({ consoles }: Chosen): readonly PlatformComponent[] {
  return consoles.kind === 'oauth2-proxy' ? [stateless(components.grafanaLogin, 2), stateless(components.jaegerLogin, 2)] : [];
}

/** One of them is the leader. The others compute the same, so all have the same size. */
function optimizers(environment: Chosen): readonly PlatformComponent[] {
  if (optimizedWorkloads(environment).length === 0) return [];
  return [stateless(components.optimizer, optimizerOf(environment).replicas ?? (environment.nodePool.survivesZoneLoss ? 2 : 1))];
}

function jaeger({ tracing: { storage } }: Chosen): readonly PlatformComponent[] {
  if (storage.kind === 'badger') return [stored(components.jaeger, 1)];
  return [stateless(components.jaegerCollector, 2), stateless(components.jaegerQuery, 2)];
}

function stored(name: Component, replicas: number): PlatformComponent {
  return { name, replicas, kind: 'StatefulSet', stored: true };
}

function stateless(name: Component, replicas: number): PlatformComponent {
  return { name, replicas, kind: 'Deployment', stored: false };
}
