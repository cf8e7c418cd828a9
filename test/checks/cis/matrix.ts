/** `node --import tsx test/checks/cis/matrix.ts`: prints which check finds which mutant, and exits with 1 when no check finds one or a check fails on a clean environment. */
import { auditChecks } from '../../../checks/cis/catalogue';
import { alarms, auditedManifestMutants, cleanEnvironment, planMutants, runManifestMutant, runPlanMutant, type Outcome } from './outcome';

async function main(): Promise<void> {
  const prod = await cleanEnvironment('prod');
  const dev = await cleanEnvironment('dev');
  const planOutcomes = planMutants.map((mutant) => runPlanMutant(prod, mutant));
  const manifestOutcomes = auditedManifestMutants.map((mutant) => runManifestMutant(dev, mutant));
  const fired = [dev, prod].flatMap((clean) => alarms(clean).map((alarm) => `  ${clean.plan.environment} ${alarm}`));
  const missed = [...planOutcomes, ...manifestOutcomes].filter(({ caught }) => !caught);
  const lines = [
    'A row is a mutant: # found by its own rule, + found by another, ! missed by its own.',
    ...table('plan', planOutcomes),
    ...table('manifests', manifestOutcomes),
    '',
    ...fired,
    `${planOutcomes.length} mutants of the plan and ${manifestOutcomes.length} of the manifests, ${missed.length} missed by their own rule`,
    `${auditChecks.length} rules, ${fired.length} failures in the clean output of dev and prod`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = missed.length + fired.length === 0 ? 0 : 1;
}

function table(over: 'plan' | 'manifests', outcomes: readonly Outcome[]): readonly string[] {
  const ids = auditChecks.filter((rule) => rule.over === over).map(({ id }) => id);
  return [
    '',
    `Rules over the ${over}, in the order of the columns:`,
    ...ids.map((id, index) => `  ${String(index + 1).padStart(2)}  ${id}`),
    '',
    ...[0, 1].map((digit) =>
      ids
        .map((_, index) =>
          String(index + 1)
            .padStart(2)
            .charAt(digit),
        )
        .join(''),
    ),
    ...outcomes.map((outcome) => `${ids.map((id) => cell(outcome, id)).join('')}  ${outcome.check}: ${outcome.name}`),
  ];
}

function cell({ check, caught, alsoBroken }: Outcome, id: string): string {
  if (id === check) return caught ? '#' : '!';
  return alsoBroken.includes(id) ? '+' : '.';
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
