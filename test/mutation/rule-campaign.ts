/** Runs the suites of each rule for a backend on mutants of the rule, and counts the killed ones by rule. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backendRules, backendShapes } from './backend-rules';
import type { Journal, Verdict } from './journal';
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
  /** All that it has, in the order of the seed. */
  readonly mutants: readonly Mutant[];
  readonly tests: readonly string[];
}

/** @param only - text of the file or name of the rule */
export function rulesToTry(root: string, { seed, only }: { readonly seed: number; readonly only: string }): readonly TriedRule[] {
  const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
  const rules = Object.entries(backendRules).flatMap(([file, tests]) => ruleMutantsOf(file, textOf(file)).map((found) => ({ file, tests, ...found })));
  const shapes = Object.entries(backendShapes).flatMap(([file, { names, tests }]) =>
    shapeMutantsOf(file, textOf(file), names).map((found) => ({ file, tests, ...found })),
  );
  return [...rules, ...shapes]
    .filter(({ file, rule }) => `${file} ${rule}`.includes(only))
    .map((one) => ({ ...one, mutants: sample(one.mutants, seed, keyOf) }));
}

/**
 * The mutants of a rule to try next: the first `each`, then others in place of those that live, until enough are killed or as many others are tried. A mutant that
 * lives may be equal to the rule, and tells nothing then; whether it is, somebody has to say.
 */
export function dueOf(mutants: readonly Mutant[], each: number, verdictOf: (mutant: Mutant) => Verdict | undefined): readonly Mutant[] {
  const untried = (some: readonly Mutant[]): readonly Mutant[] => some.filter((one) => verdictOf(one) === undefined);
  const first = untried(mutants.slice(0, each));
  if (first.length > 0) return first;
  const killed = mutants.filter((one) => verdictOf(one) === 'killed').length;
  return untried(mutants.slice(each, 2 * each)).slice(0, Math.max(0, leastOfRule - killed));
}

interface Trial {
  readonly laboratory: Laboratory;
  readonly reach: Reach;
  readonly journal: Journal;
  /** Mutants to try of each rule, and as many in place of those that live. */
  readonly each: number;
  readonly until: number;
  /** Whether to try those that lived once more. */
  readonly again: boolean;
}

/** Tries each mutant alone, and one that several rules share only once. */
export async function tryRules(rules: readonly TriedRule[], { laboratory, reach, journal, each, until, again }: Trial): Promise<void> {
  const lived = new Set(again ? rules.flatMap(({ mutants }) => mutants.map(keyOf)).filter((key) => journal.of(key) === 'lived') : []);
  for (const { rule, mutants, tests } of rules) {
    const due = (): Mutant | undefined => mutants.find((one) => lived.has(keyOf(one))) ?? dueOf(mutants, each, (one) => journal.of(keyOf(one)))[0];
    for (let mutant = due(); mutant !== undefined; mutant = due()) {
      if (Date.now() >= until) return;
      lived.delete(keyOf(mutant));
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

/** @returns the exit code: 0 if nothing is left to try and enough of each rule were killed */
export function reportRules(rules: readonly TriedRule[], { journal, each }: { readonly journal: Journal; readonly each: number }): number {
  const verdictOf = (one: Mutant): Verdict | undefined => journal.of(keyOf(one));
  const rows = rules.map(({ file, rule, mutants }) => {
    const killed = mutants.filter((one) => verdictOf(one) === 'killed').length;
    const lived = mutants.filter((one) => verdictOf(one) === 'lived');
    return { file, rule, killed, lived, tried: killed + lived.length, all: mutants.length, due: dueOf(mutants, each, verdictOf).length };
  });
  for (const { file, rule, killed, tried, all } of rows) console.log(`${String(killed).padStart(3)} of ${tried} killed, of ${all}  ${rule}  ${file}`);
  const lived = rows.flatMap((row) => row.lived);
  const told = new Map(lived.map((one) => [keyOf(one), `lived  ${one.file}:${one.line}  ${one.before} → ${one.after}`]));
  for (const line of told.values()) console.log(line);
  // a rule may be so small that it has fewer faults
  const short = rows.filter(({ killed, all }) => killed < Math.min(leastOfRule, all));
  for (const { file, rule, killed } of short) console.log(`short  ${rule}  ${file}: ${killed} killed`);
  const sum = (of: 'killed' | 'tried' | 'due'): number => rows.reduce((total, row) => total + row[of], 0);
  console.log(
    `${rows.length} rules: ${sum('killed')} of ${sum('tried')} faults killed, ${sum('due')} to be tried, ${short.length} rules with fewer than ${leastOfRule} killed, or than they have`,
  );
  return short.length === 0 && sum('due') === 0 ? 0 : 1;
}
