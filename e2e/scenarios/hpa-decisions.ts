import { identicalDecisions } from '../hpa-oracle/identical-decisions';
import type { Scenario } from '../runner/scenario';

/** The simulator, the review and the optimizer depend on this equality. */
export const scenario: Scenario = {
  name: 'hpa-decisions',
  title: 'on 200 random cases of at least 100 syncs our autoscaler writes the replicas and conditions that the controller of Kubernetes writes',
  tags: ['smoke'],
  needs: ['hpa-oracle'],
  timeout: '300s',
  async run(context) {
    await identicalDecisions(context, { seed: 20_261_128, count: 200 });
  },
};
