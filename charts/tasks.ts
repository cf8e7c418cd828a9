/** Workloads that run to completion: once for a release, or on a schedule. */
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { isTask, type TaskWorkload } from '../config/workload';
import { historyOf, startWithinOf } from '../config/workloads/scheduled';
import { NetworkAccess } from '../constructs/network-access';
import { selectorLabels } from '../constructs/labels';
import { ReleaseJob } from '../constructs/release-job';
import { ScheduledJob } from '../constructs/scheduled-job';
import type { TaskProps } from '../constructs/task-job';
import { workloadAccount } from '../constructs/workload-account';
import { connectionsOf } from './connections';
import { platformChart } from './platform-charts';
import { workloadPods } from './workload-pods';

/** One chart per task, with its name. */
export function tasks(scope: Construct, environment: Environment): void {
  for (const task of environment.workloads.filter(isTask)) {
    const { name, namespace } = task;
    const chart = platformChart(scope, name, { file: 'tasks', namespace });
    const props = taskProps(environment, task);
    workloadAccount(chart, props);
    new NetworkAccess(chart, 'network-access', { name, labels: selectorLabels(name), from: [], ...connectionsOf(environment, task) });
    if (task.kind === 'release') new ReleaseJob(chart, 'release', props);
    else {
      const { schedule, timeZone, overlap } = task;
      new ScheduledJob(chart, 'scheduled', { ...props, schedule, timeZone, overlap, startWithin: startWithinOf(task), history: historyOf(task) });
    }
  }
}

function taskProps(environment: Environment, task: TaskWorkload): TaskProps {
  const { deadline, attempts = 1, shutdown } = task;
  return { ...workloadPods(environment, task), deadline, attempts, grace: shutdown.grace };
}
