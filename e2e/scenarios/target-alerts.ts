import { join } from 'node:path';
import type { Duration } from '../../config/quantities';
import { alertsFailure } from '../alerts/alerts-failure';
import { judgedEnvironment } from '../latency/judged-environment';
import { targetAlerts } from '../latency/target-alerts';
import { Manifests } from '../platform/manifests';
import type { Scenario } from '../runner/scenario';

/** Usual targets, and unusual ones. */
const targets: readonly Duration[] = ['50ms', '75ms', '300ms', '1500ms', '2750ms', '20s', '45s'];
const alerts = /^prometheus-rules-(alerts|trends)/;

export const scenario: Scenario = {
  name: 'target-alerts',
  title: 'in promtool the latency objective of each target from 50 ms to 45 s burns from the first hundredth above it, and not at it',
  tags: ['full'],
  needs: ['promtool'],
  async run(context) {
    const failures: string[] = [];
    for (const target of targets) {
      const environment = judgedEnvironment({ target });
      const failure = await alertsFailure(join(context.folder, target), Manifests.of(environment).configFiles(alerts), targetAlerts(environment));
      if (failure !== undefined) failures.push(`${target}: ${failure}`);
    }
    if (failures.length > 0) throw new Error(failures.join('\n'));
    context.report(`${targets.join(', ')}: at each no alert, a hundredth above a ticket, all a tenth above a page, four times as slow as usual its operations`);
  },
};
