import type { Scenario } from '../scenario';
import { alertingConfigs } from '../alerts/alerting-configs';

/** The programs' own checks, on what every environment generates for them. */
export const scenario: Scenario = {
  name: 'generated-configs',
  title: 'promtool and amtool accept the configurations of every environment',
  tags: ['smoke', 'full'],
  needs: ['promtool', 'amtool'],
  async run(context) {
    await alertingConfigs(context);
  },
};
