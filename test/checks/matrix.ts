/** `npm run mutants`: prints which check finds which mutant, and exits with 1 when no check finds one or a check finds a violation in clean manifests. */
import { runChecks } from '../../checks/run';
import { environments } from '../fixtures/environments';
import { cleanObjects } from './clean';
import { checks } from './known-checks';
import { allMutants } from './mutants/all';
import { runMutant, type Outcome } from './outcome';

function main(): void {
  const known = new Map(environments.map(({ name }) => [name, cleanObjects(name)]));
  const outcomes = allMutants.map((mutant) => runMutant((name) => known.get(name) ?? [], mutant));
  const alarms = environments.flatMap(({ name }) => runChecks(name, cleanObjects(name), checks).violations);
  const missed = outcomes.filter(({ caught }) => !caught);
  const before = allMutants.filter(({ written }) => written === 'before').length;
  const lines = [
    'Checks, in the order of the columns:',
    ...checks.map(({ id }, index) => `  ${String(index + 1).padStart(2)}  ${id}`),
    '',
    'A row is a mutant: # found by its own check, + found by another, ! missed by its own.',
    '',
    ...header(),
    ...outcomes.map(row),
    '',
    `${outcomes.length} mutants (${before} written before their check), ${outcomes.length - missed.length} caught by their own check`,
    `${checks.length} checks, ${alarms.length} violations in the clean output of ${environments.map(({ name }) => name).join(' and ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = missed.length + alarms.length === 0 ? 0 : 1;
}

/** Column numbers, read from top to bottom. */
function header(): readonly string[] {
  const numbers = checks.map((_, index) => String(index + 1).padStart(2));
  return [numbers.map((number) => number.charAt(0)).join(''), numbers.map((number) => number.charAt(1)).join('')];
}

function row({ mutant, caught, alsoBroken }: Outcome): string {
  const cells = checks.map(({ id }) => {
    if (id === mutant.check) return caught ? '#' : '!';
    return alsoBroken.includes(id) ? '+' : '.';
  });
  return `${cells.join('')}  ${mutant.check}: ${mutant.name}`;
}

main();
