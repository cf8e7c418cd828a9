/** Rules of workers. */
import { seconds } from '../quantities';
import { ownMetrics } from '../forecast-load';
import { ofEachWorkload, when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';
import type { WorkerWorkload } from '../workload';

const start = ofEachWorkload((workload) =>
  workload.kind !== 'worker' || workload.start === undefined
    ? []
    : when(seconds(workload.start.usual) > seconds(workload.start.longest), {
        path: 'start.usual',
        rule: `must be at most start.longest (${workload.start.longest})`,
        received: workload.start.usual,
      }),
);

const forecast: Rule = (draft) =>
  draft.workloads.flatMap(({ index, workload }) =>
    workload.kind === 'worker' ? forecastProblems(draft, workload).map((problem) => ({ ...problem, path: `workloads[${index}].${problem.path}` })) : [],
  );

function forecastProblems({ telemetry }: Draft, worker: WorkerWorkload): readonly Problem[] {
  const { forecast: stated, external = [] } = worker.scaling.signals;
  if (stated === undefined || telemetry === undefined) return [];
  const [path, received] = ['scaling.signals.forecast.of', stated.of];
  const own = ownMetrics(worker, { telemetry }).map(({ name }) => name);
  const named = external.filter(({ metric }) => metric === stated.of).length;
  const known = [...own, ...external.map(({ metric }) => metric)];
  return [
    ...when(stated.of === undefined || !known.includes(stated.of), {
      path,
      rule: `must be what the worker scales on: a metric of telemetry.applicationMetrics with scaling, or of signals.external (${known.join(', ') || 'there is none'})`,
      received,
    }),
    ...when(named > 1, {
      path,
      rule: 'must be a metric that signals.external has once: the history of a metric of Google is known by its name alone, without its labels',
      received,
    }),
  ];
}

export const workerRules: readonly Rule[] = [start, forecast];
