import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AlertCase } from '../alerts/alert-case';
import { alertTests, type AlertTests } from '../alerts/alert-tests';
import { alertCases } from '../alerts/cases';
import { applicationCases, measured } from '../alerts/cases/application';
import { healthyWeek, week } from '../alerts/cases/healthy-week';
import { deadFromTheBeginning, youngCases } from '../alerts/cases/young';
import { twoHours } from '../alerts/world';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { promtool } from '../rules/rule-run';
import { STEP_SECONDS } from '../rules/series';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string().optional() })) })) });
type Files = Readonly<Record<string, string>>;

export const scenario: Scenario = {
  name: 'alert-rules',
  title: 'every alert fires for its cause and for nothing else in promtool, a healthy week raises none, and none is pending while all is young',
  tags: ['smoke', 'full'],
  needs: ['promtool'],
  async run(context) {
    const rules = Manifests.of(shipped('dev')).configFiles(/^prometheus-rules-(alerts|trends)/);
    const ofApplication = Manifests.of(measured(shipped('dev'))).configFiles(/^prometheus-rules-(alerts|trends)/);
    const cases = [...alertCases, ...applicationCases];
    const untested = alertNames(ofApplication).filter((name) => name !== 'Deadman' && !firing(cases).has(name));
    if (untested.length > 0) throw new Error(`every alert must fire in a case, these do not: ${untested.join(', ')}`);
    await run(context, 'causes', { rules, cases: alertCases, step: twoHours.step });
    await run(context, 'application', { rules: ofApplication, cases: applicationCases, step: twoHours.step });
    await run(context, 'healthy-week', { rules, cases: healthyWeek, step: week.step });
    const withScaling = { ...rules, ...Manifests.of(shipped('dev')).configFiles(/^prometheus-rules-scaling/) };
    await run(context, 'young', { rules: withScaling, cases: youngCases, step: STEP_SECONDS, states: 'pending|firing' });
    await run(context, 'dead-from-the-beginning', { rules: withScaling, cases: [deadFromTheBeginning], step: STEP_SECONDS });
    const all = [...cases, ...healthyWeek, ...youngCases, deadFromTheBeginning];
    const moments = all.reduce((sum, { expect }) => sum + expect.length, 0);
    context.report(`${alertNames(ofApplication).length} alerts, ${all.length} cases, ${moments} moments`);
  },
};

function alertNames(rules: Files): readonly string[] {
  const all = Object.values(rules).flatMap((text) => ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? [])));
  return [...new Set(all)];
}

function firing(cases: readonly AlertCase[]): ReadonlySet<string> {
  return new Set(cases.flatMap(({ expect }) => expect.flatMap((moment) => moment.firing.map(({ alertname }) => alertname))));
}

interface Run {
  readonly rules: Files;
  readonly cases: readonly AlertCase[];
  /** Seconds. */
  readonly step: number;
  readonly states?: AlertTests['states'];
}

async function run(context: ScenarioContext, name: string, { rules, cases, step, states }: Run): Promise<void> {
  const folder = join(context.folder, name);
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text)));
  await writeFile(join(folder, 'tests.yaml'), alertTests({ cases, ruleFiles: Object.keys(rules), step, ...(states === undefined ? {} : { states }) }));
  const failure =
    (await promtool(folder, ['check', 'rules', '--lint=all', '--lint-fatal', ...Object.keys(rules)])) ??
    (await promtool(folder, ['test', 'rules', 'tests.yaml']));
  if (failure !== undefined) throw new Error(failure);
  context.report(`${name}: ${cases.length} cases hold`);
}
