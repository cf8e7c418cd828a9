import { laidOutExpressions } from '../prometheus/laid-out-expressions';
import type { Scenario } from '../runner/scenario';
import { alertingConfigs } from '../alerts/alerting-configs';
import { tracingConfigs } from '../tracing/tracing-configs';

/** The programs' own checks, on what every environment generates for them. */
export const scenario: Scenario = {
  name: 'generated-configs',
  title: 'promtool, amtool, collectors and Jaeger accept the configurations of every environment',
  tags: ['smoke', 'full'],
  needs: ['promtool', 'amtool', 'otelcol', 'jaeger'],
  async run(context) {
    await alertingConfigs(context);
    await tracingConfigs(context);
    await laidOutExpressions(context);
  },
};
