import type { Scenario } from '../runner/scenario';
import { refuses, unevenPair } from '../tracing/uneven-pair';

/** `uneven-gateways` in small: longer than the 35 s after which agents once gave a whole batch to the router again. */
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
