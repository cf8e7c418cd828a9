/** What works without being asked, one chart a worker, named for it. */
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { standardRollout } from '../config/rollout';
import { isOfKind } from '../config/workload';
import { workerLifecycle } from '../config/workloads/worker';
import { Worker } from '../constructs/worker';
import { connectionsOf } from './connections';
import { platformChart } from './platform-charts';
import { measuredWorkloads } from './scrape-jobs';
import { scrapers } from './scrapers';
import { workloadPods } from './workload-pods';

export function workers(scope: Construct, environment: Environment): void {
  for (const worker of environment.workloads.filter(isOfKind('worker'))) {
    const { name, namespace, live, metricsPort, shutdown, rollout = standardRollout } = worker;
    new Worker(platformChart(scope, name, { file: 'workers', namespace }), 'worker', {
      ...workloadPods(environment, worker),
      live,
      metricsPort,
      shutdown,
      rollout,
      lifecycle: workerLifecycle(worker),
      from: measuredWorkloads(environment).includes(worker) ? scrapers(environment).map((peer) => ({ peer, ports: ['http'] })) : [],
      ...connectionsOf(environment, worker),
    });
  }
}
