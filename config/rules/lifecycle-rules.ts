/** Rules of how workloads start and are probed. */
import { placedWebs, when, type Draft, type Rule } from './draft';
import { lifecycleOf, patience, type Lifecycle } from '../lifecycle';
import type { Problem } from './problem';
import { seconds } from '../quantities';
import { scrapesPerWindow } from './telemetry-rules';

/** Fewest heartbeats of one pod in the window W. A quarter of them may be missing, so with fewer than four a single late one counts as a fault. */
const heartbeatsInWindow = 4;

function ordered({ start, readiness, liveness, progressDeadline }: Lifecycle): readonly Problem[] {
  return [
    ...when(seconds(start.usual) > seconds(start.longest), {
      path: 'start.usual',
      rule: `must be at most start.longest (${start.longest})`,
      received: start.usual,
    }),
    ...when(start.busy !== undefined && seconds(start.busy) > seconds(start.usual), {
      path: 'start.busy',
      rule: `must be at most start.usual (${start.usual}): no pod is asked whether it serves before`,
      received: start.busy,
    }),
    ...when(progressDeadline !== undefined && seconds(start.longest) >= seconds(progressDeadline), {
      path: 'start.longest',
      rule: `must be less than progressDeadline (${progressDeadline ?? ''}), or a release is given up while its first pod may still start`,
      received: start.longest,
    }),
    ...[['readiness', readiness] as const, ['liveness', liveness] as const].flatMap(([name, { period, timeout }]) =>
      when(seconds(timeout) > seconds(period), { path: `${name}.timeout`, rule: `must be at most its period (${period})`, received: timeout }),
    ),
    ...when(patience(liveness) <= patience(readiness), {
      path: 'liveness',
      rule: `must give up later than readiness (${patience(readiness)} s), or a busy pod is restarted before it leaves the Service`,
      received: `${patience(liveness)} s`,
    }),
  ];
}

function heartbeats({ readiness }: Lifecycle, { telemetry }: Draft): readonly Problem[] {
  // a window with too few scrapes is reported by another rule
  if (telemetry === undefined || seconds(telemetry.window) < scrapesPerWindow * seconds(telemetry.scrapeInterval)) return [];
  return when(heartbeatsInWindow * seconds(readiness.period) > seconds(telemetry.window), {
    path: 'readiness.period',
    rule: `must fit ${heartbeatsInWindow} times into telemetry.window (${telemetry.window}): its probes are the heartbeat of the telemetry chain`,
    received: readiness.period,
  });
}

function lifecycles(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(({ index, workload }) => {
    const lifecycle = lifecycleOf(workload);
    return [...ordered(lifecycle), ...heartbeats(lifecycle, draft)].map((problem) => ({
      ...problem,
      path: `workloads[${index}].lifecycle.${problem.path}`,
    }));
  });
}

export const lifecycleRules: readonly Rule[] = [lifecycles];
