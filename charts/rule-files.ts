/** The rule files of an environment: per workload one for scaling and one for alerts, and for the platform its alerts, trends and Jaeger's Monitor tab. */
import type { Environment } from '../config/environment';
import { latencyBounds } from '../config/metrics/latency-bounds';
import { monitorInterval } from '../config/telemetry';
import { scaledWorkloads } from '../config/workload';
import type { AnyGroup } from '../constructs/alerts/alert-groups';
import { monitorRules } from '../constructs/jaeger/monitor-rules';
import { scalingRules } from '../constructs/scaling/scaling-rules';
import { alertFiles } from './alert-rules';
import { scaledWorkload, telemetryOf } from './platform-charts';

/** Groups by file name, with expressions in one line; in the files they are formatted over several lines. */
export function ruleGroups(environment: Environment): Readonly<Record<string, readonly AnyGroup[]>> {
  return {
    ...Object.fromEntries(scaledWorkloads(environment).map((workload) => [`scaling-${workload.name}`, [scalingRules(scaledWorkload(environment, workload))]])),
    ...alertFiles(environment),
    monitor: [monitorRules(telemetryOf(environment), { interval: monitorInterval(environment.telemetry), bounds: latencyBounds(environment) })],
  };
}
