/** Rules of what keeps an environment running: zones, maintenance, backup, budget and prices. */
import { when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';
import { seconds } from '../quantities';
import { allowedElsewhere, allowedImages, isAllowed, ownImages } from '../google/allowed-images';
import { regions } from '../google/regions';

const hour = 3600;
const day = 24 * hour;

/** Entries of these lists must differ: each becomes a resource of its own, or a zone in which nodes are counted. */
function namedOnce({ place, budget, consoles }: Draft): readonly Problem[] {
  const lists = {
    'google.zones': place?.zones ?? [],
    'budget.recipients': budget?.recipients ?? [],
    'consoles.members': consoles?.kind === 'iap' ? consoles.members : [],
  };
  return Object.entries(lists).flatMap(([path, list]) =>
    list.flatMap((entry, index) => when(list.indexOf(entry) !== index, { path: `${path}[${index}]`, rule: 'must be named once', received: entry })),
  );
}

/** GKE requires 48 hours of maintenance window in any 32 days, in pieces of at least 4 hours. 32 days contain at least four weekly windows. */
function maintenanceWindow({ cluster }: Draft): readonly Problem[] {
  if (cluster === undefined) return [];
  const { days, length } = cluster.maintenance.window;
  const path = 'cluster.maintenance.window.length';
  if (seconds(length) < 4 * hour || seconds(length) > day) return [{ path, rule: `must be ${4 * hour}s to ${day}s (4 to 24 hours)`, received: length }];
  const open = 4 * new Set(days).size * seconds(length);
  return when(open < 48 * hour, {
    path,
    rule: `must add up to 48 hours in four weeks: with ${days.join(', ')} at least ${Math.ceil((48 * hour) / (4 * new Set(days).size))}s`,
    received: length,
  });
}

function exclusions({ cluster }: Draft): readonly Problem[] {
  const stated = cluster?.maintenance.exclusions ?? [];
  return stated.flatMap(({ name, from, until, scope }, index) => {
    const path = `cluster.maintenance.exclusions[${index}]`;
    const length = (Date.parse(until) - Date.parse(from)) / 1000;
    return [
      ...when(length <= 0, { path: `${path}.until`, rule: `must be after from (${from})`, received: until }),
      ...when(scope === 'no-upgrades' && length > 30 * day, {
        path: `${path}.until`,
        rule: 'must be at most 30 days after from: GKE holds back patches no longer',
        received: until,
      }),
      ...when(stated.findIndex((other) => other.name === name) !== index, {
        path: `${path}.name`,
        rule: 'must be unique among the exclusions',
        received: name,
      }),
    ];
  });
}

function rollbackSoak({ cluster }: Draft): readonly Problem[] {
  if (cluster === undefined) return [];
  const length = seconds(cluster.rollbackSoak);
  return when(length < 6 * hour || length > 7 * day, {
    path: 'cluster.rollbackSoak',
    rule: `must be ${6 * hour}s to ${7 * day}s (6 hours to 7 days)`,
    received: cluster.rollbackSoak,
  });
}

/** How far back an instant query looks, in seconds, in Prometheus and in Google's service alike. A series with rarer samples has gaps. */
const lookback = 300;

function managedInterval({ cluster, telemetry }: Draft): readonly Problem[] {
  const managed = cluster?.managedPrometheus;
  if (managed?.kind !== 'copy' || telemetry === undefined) return [];
  const least = seconds(telemetry.scrapeInterval);
  return when(seconds(managed.interval) < least || seconds(managed.interval) >= lookback, {
    path: 'cluster.managedPrometheus.interval',
    rule: `must be at least telemetry.scrapeInterval (${telemetry.scrapeInterval}) and less than ${lookback}s, as far back as a query looks`,
    received: managed.interval,
  });
}

function imagesAllowed({ google, place, registry, workloads }: Draft): readonly Problem[] {
  // with a region that does not exist, every image would be reported
  if (place === undefined || registry === undefined || regions[place.region] === undefined) return [];
  const allowed = google === undefined ? allowedElsewhere(registry) : allowedImages({ google, registry });
  // while the project is invalid, any image of the region's registry may be the environment's own
  const mayBeOwn = (image: string): boolean => google === undefined && image.startsWith(`${place.region}-docker.pkg.dev/`);
  const own = google === undefined ? '' : ` (${ownImages({ google, registry })})`;
  const also = registry.alsoAllowed?.join(', ') ?? 'nothing so far';
  return imagesOf(workloads).flatMap(({ path, image }) =>
    when(!isAllowed(image, allowed) && !mayBeOwn(image), {
      path,
      // `also` does not name the platform's images: they are allowed too, but no workload uses them
      rule: `must be in the environment's own registry${own} or in registry.alsoAllowed (${also})`,
      received: image,
    }),
  );
}

/** Images that workloads name, including those of their sidecars, with the path of each. */
export function imagesOf(workloads: Draft['workloads']): readonly { readonly path: string; readonly image: string }[] {
  return workloads.flatMap(({ index, workload: { image, sidecars = [] } }) => [
    { path: `workloads[${index}].image`, image },
    ...sidecars.map((sidecar, at) => ({ path: `workloads[${index}].sidecars[${at}].image`, image: sidecar.image })),
  ]);
}

function backupLock({ backup }: Draft): readonly Problem[] {
  return when(backup !== undefined && backup.lockDays > backup.retentionDays, {
    path: 'backup.lockDays',
    rule: `must be at most retentionDays (${backup?.retentionDays})`,
    received: backup?.lockDays,
  });
}

function ascendingThresholds({ budget }: Draft): readonly Problem[] {
  const thresholds = budget?.thresholds ?? [];
  return thresholds.flatMap((share, index) =>
    when(index > 0 && share <= (thresholds[index - 1] ?? 0), {
      path: `budget.thresholds[${index}]`,
      rule: 'must be greater than the threshold before it',
      received: share,
    }),
  );
}

function spotHasPool({ cost, nodePool }: Draft): readonly Problem[] {
  return when((cost?.spotShare ?? 0) > 0 && nodePool !== undefined && nodePool.spot === undefined, {
    path: 'cost.spotShare',
    rule: 'must be 0 without nodePool.spot',
    received: cost?.spotShare,
  });
}

/** In the order in which problems are shown. */
export const operationsRules: readonly Rule[] = [
  namedOnce,
  maintenanceWindow,
  exclusions,
  rollbackSoak,
  managedInterval,
  imagesAllowed,
  backupLock,
  ascendingThresholds,
  spotHasPool,
];
