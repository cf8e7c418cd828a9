import { formatDuration } from '../waiting/stopwatch';
import { eventually } from '../waiting/assertions';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { backendOf, shipped } from '../platform/environment';
import { goesBack, Releases, tellsWhy, type Version } from '../platform/releases';
import type { Scenario } from '../runner/scenario';

const environment = shipped('prod');
const { name, namespace, scaling } = backendOf(environment);

/** Releases in the worst case: at the autoscaler's maximum, with pods that start slowly and use their whole grace period to end. */
export const scenario: Scenario = {
  name: 'release-at-maximum',
  title:
    'fifty pods that take 10 s to start and 60 s to end are replaced within the quota while `npm run apply` waits for them; one that a quota, an image or a probe holds ends with its reason within the deadline, and goes back where there is a commit to go back to',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '1800s',
  async run(context) {
    const cluster = await context.startCluster({ nodes: { count: 12, cpu: '16', memory: '64Gi' } });
    const release = new Releases(context, cluster, environment);
    const first = await release.apply({ version: '1', start: '1s', end: '60s' }, ['--wait', 'none']);
    if (first.code !== 0) throw new Error(`the first apply must pass, received ${first.output}`);
    await cluster.kubectl(['scale', 'deployment', name, '--namespace', namespace, `--replicas=${scaling.maxReplicas}`]);
    await eventually('every pod is ready', () => release.readyPods(), { until: (count) => count === scaling.maxReplicas, timeout: '180s' });

    const healthy = await release.apply({ version: '2', start: '10s', end: '60s' });
    if (healthy.code !== 0) throw new Error(`a release that only takes long must pass, received ${healthy.output}`);
    if (healthy.refused > 0) throw new Error(`the quota must hold every pod of a release, received ${healthy.refused} refusals`);
    if (healthy.fewestReady < scaling.maxReplicas) throw new Error(`50 pods must be ready at every look, received ${healthy.fewestReady}`);
    context.report(
      `50 pods replaced in ${formatDuration(healthy.took)}, ${healthy.most} pods at most, ${healthy.fewestReady} ready at least, ${healthy.refused} refused`,
    );

    await tellsWhy(context, release, { version: '4', start: '10s', end: '60s', deadline: 60, quota: scaling.maxReplicas }, /FailedCreate: .*exceeded quota/);
    const image: Version & { readonly deadline: number } = { version: '5', start: '3600s', end: '1s', deadline: 60, meanwhile: () => release.failImages() };
    await tellsWhy(context, release, image, /container backend: ErrImagePull: manifest unknown/);
    await tellsWhy(context, release, { version: '6', start: '3600s', end: '1s', deadline: 60 }, /running, and not ready yet|not ready/);
    // a correction works without a cleanup
    const corrected = await release.apply({ version: '7', start: '1s', end: '1s', committed: true });
    if (corrected.code !== 0) throw new Error(`the corrected version must pass, received ${corrected.output}`);
    context.report(`corrected after three stuck releases, in ${formatDuration(corrected.took)}`);
    await goesBack(context, release, { version: '8', start: '3600s', end: '1s', deadline: 60 }, { version: '7', pods: scaling.maxReplicas });
  },
};
