import { classPolicies } from '../../config/class-policies';
import { identicalValues } from '../formulas/identical-values';
import { shipped, withWorkloads } from '../platform/environment';
import type { Scenario } from '../runner/scenario';

const dev = shipped('dev');

export const scenario: Scenario = {
  name: 'scaling-formulas-at-length',
  title:
    'on 1,000 random inputs every series that Prometheus records for scaling is recorded by our evaluation, within 1e-9: dev, prod with agents, each class',
  tags: ['full'],
  needs: ['promtool'],
  timeout: '3600s',
  async run(context) {
    await identicalValues(context, { name: 'dev', environment: dev, seed: 1, count: 400 });
    await identicalValues(context, { name: 'prod', environment: shipped('prod'), seed: 10_001, count: 300 });
    await identicalValues(context, { name: 'smooth', environment: withWorkloads(dev, { backend: classPolicies.smooth }), seed: 20_001, count: 100 });
    await identicalValues(context, { name: 'noisy', environment: withWorkloads(dev, { backend: classPolicies.noisy }), seed: 30_001, count: 100 });
    await identicalValues(context, { name: 'bursty', environment: withWorkloads(dev, { backend: classPolicies.bursty }), seed: 40_001, count: 100 });
  },
};
