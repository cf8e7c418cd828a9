/** Environments that scenarios run: the shipped dev, with other workloads or other policies. */
import type { Environment } from '../../config/environment';
import { environments } from '../../test/fixtures/environments';
import type { ScalingPolicy } from '../../config/scaling';
import { webWorkloads, type WebWorkload } from '../../config/workload';

/** A shipped environment. */
export function shipped(name: 'dev' | 'prod'): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`environment must be one of ${environments.map((one) => one.name).join(', ')}, received ${name}`);
  return found;
}

/** The workload that both environments ship. */
export function backendOf(environment: Environment): WebWorkload {
  const [backend] = webWorkloads(environment);
  if (backend === undefined) throw new Error('the environment must have a workload, received none');
  return backend;
}

/** The environment with copies of its backend under other names, each with its own policy and the backend's sizing. */
export function withWorkloads(environment: Environment, policies: Readonly<Record<string, ScalingPolicy>>): Environment {
  const backend = backendOf(environment);
  const sizing = environment.sizing[backend.name];
  if (sizing === undefined) throw new Error(`sizing of ${backend.name} must be present, received nothing`);
  const names = Object.keys(policies);
  const { [backend.name]: _, ...rest } = environment.sizing;
  return {
    ...environment,
    workloads: Object.entries(policies).map(([name, scaling]) => ({ ...backend, name, path: `/${name}`, scaling })),
    sizing: { ...rest, ...Object.fromEntries(names.map((name) => [name, sizing])) },
  };
}

/** The environment with a copy of its metrics in Google Managed Prometheus, one of its application's own among them. */
export function withManagedCopy(environment: Environment): Environment {
  const { cluster, telemetry } = environment;
  return {
    ...environment,
    cluster: { ...cluster, managedPrometheus: { kind: 'copy', interval: '60s' } },
    telemetry: {
      ...telemetry,
      applicationMetrics: [{ name: 'orders_waiting', workload: backendOf(environment).name, type: 'gauge', title: 'Orders waiting', unit: 'orders' }],
    },
  };
}

/** Scale-in as fast as the controller allows, for scenarios that are about something else than its speed. */
export function fastScaleIn(policy: ScalingPolicy, window: `${number}s` = '15s'): ScalingPolicy {
  return { ...policy, behavior: { ...policy.behavior, down: { percent: 100, period: '15s', window, tolerance: policy.behavior.down.tolerance } } };
}
