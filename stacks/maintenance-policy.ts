import type * as gcp from '@pulumi/gcp';
import type { Cluster } from '../config/cluster';
import { seconds } from '../config/quantities';

/** Date of the first recurring window. GKE requires a date, but only the time of day has an effect. */
const firstDay = '2026-01-01';

const scopes = {
  'no-upgrades': 'NO_UPGRADES',
  'no-minor-upgrades': 'NO_MINOR_UPGRADES',
  'no-minor-or-node-upgrades': 'NO_MINOR_OR_NODE_UPGRADES',
} as const;

/** Automatic upgrades by GKE: patches only, in the weekly window. */
export function maintenancePolicy({ maintenance: { window, exclusions } }: Cluster): gcp.types.input.container.ClusterMaintenancePolicy {
  const start = Date.parse(`${firstDay}T${window.start}:00Z`);
  return {
    recurringWindow: {
      startTime: instant(start),
      endTime: instant(start + seconds(window.length) * 1000),
      recurrence: `FREQ=WEEKLY;BYDAY=${window.days.join(',')}`,
    },
    maintenanceExclusions: [
      {
        exclusionName: 'minor-versions-by-review',
        startTime: `${firstDay}T00:00:00Z`,
        exclusionOptions: { scope: scopes['no-minor-upgrades'], endTimeBehavior: 'UNTIL_END_OF_SUPPORT' },
      },
      ...exclusions.map(({ name, from, until, scope }) => ({
        exclusionName: name,
        startTime: from,
        endTime: until,
        exclusionOptions: { scope: scopes[scope] },
      })),
    ],
    // at least a month between minor versions and a week between patches of the control plane
    disruptionBudget: { minorVersionDisruptionInterval: '2592000s', patchVersionDisruptionInterval: '604800s' },
  };
}

/** RFC 3339 without milliseconds: GKE does not return them, so each preview would show a difference. */
function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
