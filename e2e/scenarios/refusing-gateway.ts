import type { Scenario } from '../runner/scenario';
import { refuses, unevenPair } from '../tracing/uneven-pair';

/** Seconds of refusing, in a smaller version of `uneven-gateways`: longer than the 35 s after which agents used to route a whole batch again. */
const lasting = 45;

export const scenario: Scenario = {
  name: 'refusing-gateway',
  title: 'while one of two gateways refuses as at its memory limit, the sound one counts its own share once, and what waits is counted once as well',
  tags: ['smoke', 'full'],
  needs: ['otelcol'],
  timeout: '240s',
  async run(context) {
    await refuses(context, await unevenPair(context), lasting);
  },
};
