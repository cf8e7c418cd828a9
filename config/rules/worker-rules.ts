/** Rules of workers. */
import { seconds } from '../quantities';
import { ofEachWorkload, when, type Rule } from './draft';

const start = ofEachWorkload((workload) =>
  workload.kind !== 'worker' || workload.start === undefined
    ? []
    : when(seconds(workload.start.usual) > seconds(workload.start.longest), {
        path: 'start.usual',
        rule: `must be at most start.longest (${workload.start.longest})`,
        received: workload.start.usual,
      }),
);

export const workerRules: readonly Rule[] = [start];
