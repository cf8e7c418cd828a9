/** Rules of workloads that the optimizer tunes: they must exist and be web services, and the metrics that the optimizer reads must be configured. */
import { sqlDatabasesOf } from '../budgets/pool-bounds';
import { optimizerHealth } from '../names';
import { tunedMetrics } from '../tuned-metrics';
import { placedWebs, when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';

const tunedAre: Rule = (draft) => {
  const { optimizer, allWorkloads } = draft;
  const optimized = placedWebs(draft).filter(
    ({ workload: { scaling } }) => scaling.signals.forecast !== undefined && scaling.signals.requestRate !== undefined,
  );
  const names = optimized.map(({ workload: { name } }) => name);
  return Object.keys(optimizer?.tuned ?? {}).flatMap((name) =>
    when(allWorkloads && !names.includes(name), {
      path: `optimizer.tuned.${name}`,
      rule: `must be a web service with the signals forecast and requestRate (${names.join(', ') || 'there are none'})`,
      received: name,
    }),
  );
};

/** A policy without its metrics would refuse for ever, so it is reported before anything is deployed. */
const tunedAreMeasured: Rule = ({ optimizer, telemetry }) => {
  if (telemetry === undefined) return [];
  const kept = telemetry.applicationMetrics.map(({ workload, name }) => `${workload} ${name}`);
  return Object.entries(optimizer?.tuned ?? {}).flatMap(([name, tuned]) => {
    const missing = tunedMetrics(name, tuned).filter((metric) => !kept.includes(`${metric.workload} ${metric.name}`));
    return when(missing.length > 0, {
      path: `optimizer.tuned.${name}.metrics`,
      rule: `must be read: telemetry.applicationMetrics of ${name} must have ${missing.map((metric) => metric.name).join(', ')} (tunedMetrics in config/tuned-metrics.ts)`,
      received: tuned.metrics,
    });
  });
};

const poolsHaveDatabases: Rule = (draft) =>
  placedWebs(draft).flatMap(({ workload }) => poolProblem(draft, workload.name, sqlDatabasesOf(workload, draft).length));

function poolProblem({ optimizer }: Draft, name: string, databases: number): readonly Problem[] {
  const pool = optimizer?.tuned?.[name]?.pool;
  return when(pool !== undefined && databases !== 1, {
    path: `optimizer.tuned.${name}.pool`,
    rule: `must be of a workload that uses one SQL database (workloads[].uses): its connections bound the pool`,
    received: `${databases} databases`,
  });
}

/** An exact match at the Gateway is stronger than a workload's prefix, which would never be asked. */
const healthIsTheOptimizers: Rule = (draft) =>
  placedWebs(draft).flatMap(({ index, workload: { path } }) =>
    when(path !== undefined && path.replace(/\/$/, '') === optimizerHealth, {
      path: `workloads[${index}].path`,
      rule: `must not be ${optimizerHealth}, where the optimizer answers`,
      received: path,
    }),
  );

export const optimizerRules: readonly Rule[] = [tunedAre, tunedAreMeasured, poolsHaveDatabases, healthIsTheOptimizers];
