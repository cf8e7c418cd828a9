import { join } from 'node:path';
import { alertsFailure } from '../alerts/alerts-failure';
import { streamCases, targetCases, targets } from '../latency/cases';
import { judgedEnvironment } from '../latency/judged-environment';
import { streamAlerts } from '../latency/stream-alerts';
import { Manifests } from '../platform/manifests';
import { rulesFailure } from '../rules/rule-run';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const scaling = /^prometheus-rules-scaling-/;
const alerts = /^prometheus-rules-(alerts|trends)/;

export const scenario: Scenario = {
  name: 'latency-targets',
  title: 'in promtool the latency signal is exact at targets from 7 ms to 45 s, and streams that are not judged move neither signal nor objective nor alert',
  tags: ['smoke', 'full'],
  needs: ['promtool'],
  async run(context) {
    for (const target of targets) {
      const rules = Manifests.of(judgedEnvironment({ target })).configFiles(scaling);
      must(await rulesFailure(join(context.folder, target), rules, targetCases(target)));
    }
    context.report(`${targets.join(', ')}: below, at, above and far above each`);
    for (const { kind, environment, rules } of streamCases) {
      const manifests = Manifests.of(environment);
      must(await rulesFailure(join(context.folder, kind), manifests.configFiles(scaling), [rules]));
      context.report(rules.title);
      await alertsOf(context, kind, manifests.configFiles(alerts));
    }
  },
};

async function alertsOf(context: ScenarioContext, kind: 'judged' | 'unjudged', rules: Readonly<Record<string, string>>): Promise<void> {
  const cases = streamAlerts(kind);
  must(await alertsFailure(join(context.folder, `${kind}-alerts`), rules, cases));
  context.report(
    `${kind}: ${cases.map(({ title, expect }) => `${title}: ${expect[0]?.firing.map(({ alertname }) => alertname).join(', ') || 'no alert'}`).join('; ')}`,
  );
}

function must(failure: string | undefined): void {
  if (failure !== undefined) throw new Error(failure);
}
