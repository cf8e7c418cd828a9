/** Workers, one chart per worker, with its name. */
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { callablePorts } from '../config/further-ports';
import { standardRollout } from '../config/rollout';
import { isOfKind } from '../config/workload';
import { workerLifecycle } from '../config/workloads/worker';
import { Worker } from '../constructs/worker';
import { callersOf, connectionsOf } from './connections';
import { platformChart } from './platform-charts';
import { measuredWorkloads } from './scrape-jobs';
import { scrapersOf } from './scrapers';
import { workloadPods } from './workload-pods';

export function workers(scope: Construct, environment: Environment): void {
  for (const worker of environment.workloads.filter(isOfKind('worker'))) {
    const { name, namespace, live, ports = {}, shutdown, rollout = standardRollout } = worker;
    new Worker(platformChart(scope, name, { file: 'workers', namespace }), 'worker', {
      ...workloadPods(environment, worker),
      live,
      ports,
      callable: callablePorts(worker),
      shutdown,
      rollout,
      lifecycle: workerLifecycle(worker),
      from: [...callersOf(environment, worker), ...(measuredWorkloads(environment).includes(worker) ? scrapersOf(environment, worker) : [])],
      ...connectionsOf(environment, worker),
    });
  }
}
