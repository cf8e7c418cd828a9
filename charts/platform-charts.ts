/** What charts share: the environment they are for and the chart they are made of. */
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { forecastLoadOf } from '../config/forecast-load';
import { healthRoutesOf, namesOfAll } from '../config/health-routes';
import { components, healthRoutes, namespaces, partOf } from '../config/names';
import type { Memory } from '../config/quantities';
import type { Sizing } from '../config/sizing';
import { mostHeadroom } from '../config/scaling';
import { recordedSignals } from '../config/signals';
import { servedVersionPrefix } from '../config/guarded-workloads';
import { edgeLabels, jobs, metrics, recorded, servedPrefix, spanLabels } from '../config/telemetry';
import { unjudgedSpanNames } from '../config/unjudged-routes';
import { webWorkloads, type ScaledKind } from '../config/workload';
import { lifecycleOf } from '../config/lifecycle';
import { workerLifecycle } from '../config/workloads/worker';
import { PlatformChart } from '../constructs/platform-chart';
import type { ScaledWorkload } from '../constructs/scaling/scaled-workload';
import type { Telemetry } from '../constructs/scaling/telemetry';
import type { ZoneSpread } from '../constructs/topology-spread';

/** A chart declared in charts/<file>.ts. */
export function platformChart(
  scope: Construct,
  id: string,
  { file, namespace = namespaces.observability }: { readonly file: string; readonly namespace?: string },
): PlatformChart {
  return new PlatformChart(scope, id, { namespace, partOf, source: `charts/${file}.ts` });
}

/**
 * Sizing of a workload or component.
 * @throws Error when the environment has none; only optional components can be without
 */
export function sizingOf({ name: environment, sizing }: Environment, name: string): Sizing {
  const found = sizing[name];
  if (found === undefined) throw new Error(`${environment}.sizing.${name}: must be present, received nothing`);
  return found;
}

/**
 * Size of the volume of a component that keeps something.
 * @throws Error when the environment states none
 */
export function storageOf(environment: Environment, name: string): Memory {
  const { storage } = sizingOf(environment, name);
  if (storage === undefined) throw new Error(`${environment.name}.sizing.${name}.storage: must be present, received nothing`);
  return storage;
}

/** Over zones as firmly as the environment promises to survive the loss of one. */
export function zonesOf({ nodePool }: Pick<Environment, 'nodePool'>): ZoneSpread {
  return nodePool.survivesZoneLoss ? 'required' : 'preferred';
}

/** With the health routes of all workloads; rules of one are given its own by {@link scaledWorkload}. */
export function telemetryOf({ telemetry, tracing, workloads }: Environment): Telemetry {
  const agent = tracing.collectors.layout === 'tiers' ? components.collectorAgent : undefined;
  const collectors = { gateway: components.collectorGateway, agent };
  const health = { ...healthRoutes, spanNames: namesOfAll(webWorkloads({ workloads })) };
  return {
    settings: telemetry,
    metrics,
    jobs,
    spanLabels,
    edgeLabels,
    recorded,
    servedPrefix,
    servedVersionPrefix,
    recordedSignals,
    healthRoutes: health,
    collectors,
  };
}

export function scaledWorkload(environment: Environment, workload: ScaledKind): ScaledWorkload {
  const { name, namespace, scaling } = workload;
  const web = workload.kind === 'web' ? workload : undefined;
  const guard = web?.rollout?.guard;
  return {
    name,
    namespace,
    policy: scaling,
    forecastLoad: forecastLoadOf(workload, environment),
    mostHeadroom: mostHeadroom(scaling),
    lifecycle: workload.kind === 'web' ? lifecycleOf(workload) : workerLifecycle(workload),
    answers: web !== undefined,
    sizing: sizingOf(environment, name),
    telemetry: { ...telemetryOf(environment), healthRoutes: healthRoutesOf(web ?? {}) },
    unjudged: unjudgedSpanNames(web?.unjudgedRoutes ?? []),
    ...(guard === undefined ? {} : { guard: { bake: guard.bake } }),
  };
}
