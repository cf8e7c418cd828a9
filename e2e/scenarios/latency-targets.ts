import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertTests } from '../alerts/alert-tests';
import { twoHours } from '../alerts/world';
import { streamCases, targetCases, targets } from '../latency/cases';
import { judgedEnvironment } from '../latency/judged-environment';
import { streamAlerts } from '../latency/stream-alerts';
import { Manifests } from '../platform/manifests';
import { promtool, rulesFailure } from '../rules/rule-run';
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
  const folder = join(context.folder, `${kind}-alerts`);
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text)));
  const cases = streamAlerts(kind);
  await writeFile(join(folder, 'tests.yaml'), alertTests({ cases, ruleFiles: Object.keys(rules), step: twoHours.step }));
  must(await promtool(folder, ['test', 'rules', 'tests.yaml']));
  context.report(
    `${kind}: ${cases.map(({ title, expect }) => `${title}: ${expect[0]?.firing.map(({ alertname }) => alertname).join(', ') || 'no alert'}`).join('; ')}`,
  );
}

function must(failure: string | undefined): void {
  if (failure !== undefined) throw new Error(failure);
}
