import { eventually } from '../waiting/assertions';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { stringAt } from '../cluster/kubernetes-object';
import { appliedCluster } from '../platform/applied-cluster';
import type { Scenario } from '../runner/scenario';

/** This scenario tests the reason of the check `autoscaling/two-autoscalers`. */
export const scenario: Scenario = {
  name: 'second-autoscaler',
  title: 'a second autoscaler on the backend, forced in by hand, makes the real controller give up both with AmbiguousSelector',
  tags: ['smoke', 'full'],
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await appliedCluster(context, 'dev', { hpa: { hpaSyncPeriod: '2s' } });
    const second = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'second', namespace: 'lyo-backend' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'backend' },
        maxReplicas: 15,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
      },
    };
    await cluster.apply([second], 'somebody');
    for (const name of ['backend', 'second']) {
      const reasons = async (): Promise<readonly (string | undefined)[]> => {
        const autoscaler = await cluster.get({ kind: 'hpa', name, namespace: 'lyo-backend' });
        return [0, 1, 2].map((index) => stringAt(autoscaler, ['status', 'conditions', index, 'reason']));
      };
      await eventually(`${name} is given up`, reasons, { until: (all) => all.includes('AmbiguousSelector') });
    }
    context.report('both autoscalers: ScalingActive=False, AmbiguousSelector');
  },
};
