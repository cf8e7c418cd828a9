/** Runs the suites of each rule for a backend on mutants of the rule, and counts the killed ones by rule. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backendRules, backendShapes } from './backend-rules';
import type { Journal } from './journal';
import type { Laboratory } from './laboratory';
import { keyOf, type Mutant } from './mutant';
import type { Reach } from './reach';
import { ruleMutantsOf, shapeMutantsOf } from './rule-mutants';
import { sample } from './sample';

/** Fewest mutants of a rule that a suite must kill, where it has as many. */
export const leastOfRule = 3;

export interface TriedRule {
  readonly file: string;
  readonly rule: string;
  readonly mutants: readonly Mutant[];
  readonly tests: readonly string[];
}

/** @param each - most mutants to try of a rule, chosen by the seed */
export function rulesToTry(root: string, { seed, each, only }: { readonly seed: number; readonly each: number; readonly only: string }): readonly TriedRule[] {
  const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
  const rules = Object.entries(backendRules).flatMap(([file, tests]) => ruleMutantsOf(file, textOf(file)).map((found) => ({ file, tests, ...found })));
  const shapes = Object.entries(backendShapes).flatMap(([file, { names, tests }]) =>
    shapeMutantsOf(file, textOf(file), names).map((found) => ({ file, tests, ...found })),
  );
  return [...rules, ...shapes]
    .filter(({ file, rule }) => `${file} ${rule}`.includes(only))
    .map((one) => ({ ...one, mutants: sample(one.mutants, seed, keyOf).slice(0, each) }));
}

/** Tries each mutant alone, and one that several rules share only once. */
export async function tryRules(
  rules: readonly TriedRule[],
  { laboratory, reach, journal, until }: { readonly laboratory: Laboratory; readonly reach: Reach; readonly journal: Journal; readonly until: number },
): Promise<void> {
  for (const { rule, mutants, tests } of rules) {
    for (const mutant of mutants.filter((one) => journal.of(keyOf(one)) === undefined)) {
      if (Date.now() >= until) return;
      const killer = await laboratory.killerOf(mutant, tests, judging(reach.dependentsOf(mutant.file)));
      journal.note(keyOf(mutant), killer === undefined ? 'lived' : 'killed');
      console.log(`${killer === undefined ? 'lived ' : 'killed'} ${rule}, ${mutant.file}:${mutant.line}  ${mutant.before} → ${mutant.after}`);
    }
  }
}

/** What reads a rule on its way to a suite. Fixtures stay as the sound rules have made them: to make all of them anew takes most of the time, and whoever breaks a fixture breaks a case of it too. */
function judging(dependents: readonly string[]): readonly string[] {
  return dependents.filter((file) => file.startsWith('config/'));
}

/** @returns the exit code: 0 if all mutants were tried and enough of each rule were killed */
export function reportRules(rules: readonly TriedRule[], journal: Journal): number {
  const rows = rules.map(({ file, rule, mutants }) => {
    const killed = mutants.filter((one) => journal.of(keyOf(one)) === 'killed').length;
    const lived = mutants.filter((one) => journal.of(keyOf(one)) === 'lived');
    return { file, rule, killed, lived, tried: killed + lived.length, all: mutants.length };
  });
  for (const { file, rule, killed, tried, all } of rows) console.log(`${String(killed).padStart(3)} of ${tried} killed, of ${all}  ${rule}  ${file}`);
  for (const { lived } of rows) for (const { file, line, before, after } of lived) console.log(`lived  ${file}:${line}  ${before} → ${after}`);
  // a rule may be so small that it has fewer faults
  const short = rows.filter(({ killed, all }) => killed < Math.min(leastOfRule, all));
  const sum = (of: 'killed' | 'tried'): number => rows.reduce((total, row) => total + row[of], 0);
  console.log(
    `${rows.length} rules: ${sum('killed')} of ${sum('tried')} faults killed, ${short.length} rules with fewer than ${leastOfRule}, or than they have`,
  );
  return short.length === 0 && rows.every(({ tried, all }) => tried === all) ? 0 : 1;
}
