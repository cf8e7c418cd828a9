import type { Environment } from '../../config/environment';
import { backendOf, shipped } from '../platform/environment';
import { Releases, tellsWhy } from '../platform/releases';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';
import { formatDuration } from '../waiting/stopwatch';
import { webWorkloads } from '../../config/workload';

const pods = 10;

/** A smaller version of `release-at-maximum`: a tenth of the times and a fifth of the pods. */
export const scenario: Scenario = {
  name: 'release-within-quota',
  title: 'ten pods that take a sixth of their time to start are replaced within the computed quota while `npm run apply` waits; without room it tells why',
  tags: ['smoke', 'full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '240s',
  async run(context) {
    const environment = small(shipped('prod'));
    const { name, namespace } = backendOf(environment);
    const cluster = await context.startCluster();
    const release = new Releases(context, cluster, environment);
    const first = await release.apply({ version: '1', start: '1s', end: '6s' }, ['--wait', 'none']);
    if (first.code !== 0) throw new Error(`the first apply must pass, received ${first.output}`);
    await cluster.kubectl(['scale', 'deployment', name, '--namespace', namespace, `--replicas=${pods}`]);
    await eventually('every pod is ready', () => release.readyPods(), { until: (count) => count === pods, timeout: '60s' });

    const healthy = await release.apply({ version: '2', start: '1s', end: '6s' });
    if (healthy.code !== 0) throw new Error(`a release that only takes long must pass, received ${healthy.output}`);
    if (healthy.refused > 0) throw new Error(`the quota must hold every pod of a release, received ${healthy.refused} refusals`);
    context.report(`${pods} pods replaced in ${formatDuration(healthy.took)}, ${healthy.most} pods at most, ${healthy.refused} refused`);
    await tellsWhy(context, release, { version: '3', start: '1s', end: '6s', deadline: 6, quota: pods }, /FailedCreate: .*exceeded quota/);
  },
};

function small(environment: Environment): Environment {
  return {
    ...environment,
    workloads: webWorkloads(environment).map((workload) => ({
      ...workload,
      shutdown: { drain: '4s', grace: '6s' },
      rollout: { surge: 20, settle: '2s' },
      scaling: { ...workload.scaling, maxReplicas: pods },
    })),
  };
}
