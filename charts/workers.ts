/** What works without being asked, one chart a worker, named for it. */
import type { Construct } from 'constructs';
import { setupOf } from '../config/container';
import type { Environment } from '../config/environment';
import { standardRollout } from '../config/rollout';
import { isOfKind } from '../config/workload';
import { workerLifecycle } from '../config/workloads/worker';
import { Worker } from '../constructs/worker';
import { connectionsOf } from './connections';
import { injectionOf } from './injections';
import { platformChart, sizingOf } from './platform-charts';
import { measuredWorkloads } from './scrape-jobs';
import { scrapers } from './scrapers';

export function workers(scope: Construct, environment: Environment): void {
  for (const worker of environment.workloads.filter(isOfKind('worker'))) {
    const { name, namespace, image, env, live, metricsPort, shutdown, rollout = standardRollout } = worker;
    new Worker(platformChart(scope, name, { file: 'workers', namespace }), 'worker', {
      name,
      image,
      env,
      live,
      metricsPort,
      shutdown,
      rollout,
      setup: setupOf(worker),
      sizing: sizingOf(environment, name),
      lifecycle: workerLifecycle(worker),
      ...injectionOf(environment, worker),
      from: measuredWorkloads(environment).includes(worker) ? scrapers(environment).map((peer) => ({ peer, ports: ['http'] })) : [],
      to: connectionsOf(environment, worker),
    });
  }
}
