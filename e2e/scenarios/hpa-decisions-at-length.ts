import { identicalDecisions } from '../hpa-oracle/identical-decisions';
import { reachedCode } from '../hpa-oracle/reached-code';
import type { Scenario } from '../runner/scenario';

export const scenario: Scenario = {
  name: 'hpa-decisions-at-length',
  title: 'on 10,000 random cases of at least 100 syncs our autoscaler writes the replicas and conditions that the controller of Kubernetes writes',
  tags: ['full'],
  needs: ['hpa-oracle'],
  timeout: '3600s',
  async run(context) {
    const counters = await identicalDecisions(context, { seed: 1, count: 10_000 });
    for (const line of await reachedCode(counters)) context.report(line);
  },
};
