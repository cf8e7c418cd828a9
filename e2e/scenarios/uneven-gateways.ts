import { gatewaysOf } from '../../config/budgets/cardinality-budget';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { isGone, refuses, standsStill, unevenPair } from '../tracing/uneven-pair';

export const scenario: Scenario = {
  name: 'uneven-gateways',
  title:
    'while one of two gateways refuses as at its memory limit, stands still for less than it takes to be given up, or is gone, the sound one counts its own share once, and what waits is counted once as well',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: '600s',
  async run(context) {
    if (gatewaysOf(shipped('prod')) < 2) throw new Error('prod must have two gateways, or agents have nobody to route to');
    const pair = await unevenPair(context);
    const running = await refuses(context, pair, 90);
    await standsStill(context, pair, running);
    await isGone(context, pair, running);
  },
};
