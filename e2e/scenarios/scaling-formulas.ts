import { identicalValues } from '../formulas/identical-values';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';

export const scenario: Scenario = {
  name: 'scaling-formulas',
  title: 'on random telemetry with gaps, restarts and dead targets our evaluation of the scaling rules records what Prometheus records',
  tags: ['smoke', 'full'],
  needs: ['promtool'],
  run: (context) => identicalValues(context, { name: 'dev', environment: shipped('dev'), seed: 5000, count: 8 }),
};
