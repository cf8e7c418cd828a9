/** Rules between fields of one environment. A rule skips fields that are missing: their absence is already a problem. */
import { accessRules } from './access-rules';
import { alertingRules } from './alerting-rules';
import { guardRules } from './guard-rules';
import { containerRules } from './container-rules';
import { databaseRules } from './database-rules';
import { egressRules } from './egress-rules';
import { placedWebs, when, type Draft, type Rule } from './draft';
import { imageRules } from './image-rules';
import { managedDatabaseRules } from './managed-database-rules';
import { lifecycleRules } from './lifecycle-rules';
import { components, namespaces } from '../names';
import { networkRules } from './network-rules';
import { nodePoolRules } from './node-pool-rules';
import { operationsRules } from './operations-rules';
import { optimizerRules } from './optimizer-rules';
import { withoutLastSlash } from '../workloads/web';
import type { Problem } from './problem';
import { seconds } from '../quantities';
import { regions } from '../google/regions';
import { requestTimeRules } from './request-time-rules';
import { portRules } from './port-rules';
import { routeRules } from './route-rules';
import { sidecarRules } from './sidecar-rules';
import { sizingRules } from './sizing-rules';
import { taskRules } from './task-rules';
import { telemetryRules } from './telemetry-rules';
import { tracingRules } from './tracing-rules';
import { workerRules } from './worker-rules';

/** `behavior.*.tolerance` is on by default from this minor version (KEP-4951). */
const minimumMinor = 35;

function knownRegion({ place }: Draft): readonly Problem[] {
  if (place === undefined) return [];
  const { region, zones } = place;
  const letters = regions[region];
  if (letters === undefined) return [{ path: 'google.region', rule: 'must be a region of Google Cloud', received: region }];
  return zones.flatMap((zone, index) =>
    when(!(zone.startsWith(`${region}-`) && zone.length === region.length + 2 && letters.includes(zone.slice(-1))), {
      path: `google.zones[${index}]`,
      rule: `must be a zone of ${region} (${Array.from(letters, (letter) => `${region}-${letter}`).join(', ')})`,
      received: zone,
    }),
  );
}

function clusterVersion({ cluster }: Draft): readonly Problem[] {
  return when(cluster !== undefined && Number(cluster.version.split('.')[1]) < minimumMinor, {
    path: 'cluster.version',
    rule: `must be at least 1.${minimumMinor}, the first version with autoscaler tolerances`,
    received: cluster?.version,
  });
}

function uniqueNames({ workloads }: Draft): readonly Problem[] {
  const reserved: readonly string[] = Object.values(components);
  return workloads.flatMap(({ index, workload: { name, namespace } }) => [
    ...when(workloads.find((other) => other.workload.name === name)?.index !== index, {
      path: `workloads[${index}].name`,
      rule: 'must be unique in the environment',
      received: name,
    }),
    ...when(reserved.includes(name), { path: `workloads[${index}].name`, rule: 'must not be the name of a platform component', received: name }),
    ...when(namespace === namespaces.observability || namespace.startsWith('kube-'), {
      path: `workloads[${index}].namespace`,
      rule: 'must not be a namespace of the platform or of Kubernetes',
      received: namespace,
    }),
  ]);
}

function uniquePaths(draft: Draft): readonly Problem[] {
  const services = placedWebs(draft);
  const prefix = (path: string | undefined): string | undefined => (path === undefined ? undefined : withoutLastSlash(path));
  return services.flatMap(({ index, workload: { path } }) =>
    when(path !== undefined && services.find((other) => prefix(other.workload.path) === prefix(path))?.index !== index, {
      path: `workloads[${index}].path`,
      rule: 'must be unique in the environment',
      received: path,
    }),
  );
}

function shutdown(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(
    ({
      index,
      workload: {
        shutdown: { drain, grace },
      },
    }) =>
      when(seconds(drain) >= seconds(grace), {
        path: `workloads[${index}].shutdown.drain`,
        rule: `must be less than grace (${grace}), or the pod is killed while it still serves`,
        received: drain,
      }),
  );
}

/** In the order in which problems are shown. */
export const environmentRules: readonly Rule[] = [
  knownRegion,
  clusterVersion,
  ...imageRules,
  ...nodePoolRules,
  ...networkRules,
  ...operationsRules,
  ...telemetryRules,
  ...tracingRules,
  ...alertingRules,
  uniqueNames,
  uniquePaths,
  shutdown,
  ...requestTimeRules,
  ...containerRules,
  ...sidecarRules,
  ...portRules,
  ...databaseRules,
  ...managedDatabaseRules,
  ...egressRules,
  ...accessRules,
  ...taskRules,
  ...workerRules,
  ...lifecycleRules,
  ...guardRules,
  ...routeRules,
  ...sizingRules,
  ...optimizerRules,
];
