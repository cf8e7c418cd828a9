/** Rules of workers. */
import { seconds } from '../quantities';
import { isOfKind } from '../workload';
import { when, type Rule } from './draft';

const start: Rule = ({ workloads }) =>
  workloads.flatMap(({ index, workload }) =>
    !isOfKind('worker')(workload) || workload.start === undefined
      ? []
      : when(seconds(workload.start.usual) > seconds(workload.start.longest), {
          path: `workloads[${index}].start.usual`,
          rule: `must be at most start.longest (${workload.start.longest})`,
          received: workload.start.usual,
        }),
  );

export const workerRules: readonly Rule[] = [start];
