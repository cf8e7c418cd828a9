/**
 * `npm run bench:classes`: whether policies for classes of load hold on loads that they were not chosen on. The first four days of each recorded load of LYO_DATA are cut in two. Twice the policy of a
 * class is chosen anew among a few: on the other loads of the class (leave one out), and on the first halves; it is judged on what it was not chosen on, against
 * plain CPU autoscalers of 40 to 75 %, at start-ups of 30, 60 and 180 s. `--short` plays made-up loads of a few hours.
 */
import { classPolicies } from '../config/class-policies';
import { characterOf } from '../simulator/load/character';
import type { Load } from '../simulator/load/load';
import { environments } from '../test/fixtures/environments';
import { casesOf, chosen, countDominated, type Part } from './classes/chosen';
import { playedLoads } from './classes/played-loads';
import { candidates, product, startUps, tried, type Candidate } from './classes/tried';
import { textTable } from '../command-line/text-table';

/** So many of each load, the first ones: a month of each would take an hour. */
const mostDays = 4;

interface Halves {
  readonly load: Load;
  readonly class: string;
  /** Class by what of it was recorded first. */
  readonly early: string;
  readonly parts: readonly [first: Part, second: Part];
}

function halvesOf(load: Load): Halves {
  const [environment] = environments;
  if (environment === undefined) throw new Error('the fixtures have an environment');
  const shipped = Object.entries(classPolicies).map(([name, policy]): Candidate => ({ name, policy }));
  const values = load.values.slice(0, Math.floor((mostDays * 86_400) / load.step));
  const middle = Math.floor(values.length / 2);
  const [first, second] = [
    { ...load, values: values.slice(0, middle) },
    { ...load, values: values.slice(middle) },
  ];
  const play = (part: Load): Part => tried(part, [...candidates, product, ...shipped], environment);
  return { load, class: characterOf(load).class, early: characterOf(first).class, parts: [play(first), play(second)] };
}

/** Dominated cases of all, and the mean cost. */
function verdict(parts: readonly Part[], name: string): string {
  const cases = casesOf(parts, name);
  return `${countDominated(cases)} of ${cases.length}`;
}

function main(): void {
  const all: Halves[] = [];
  for (const load of playedLoads()) {
    all.push(halvesOf(load));
    process.stderr.write(`${load.name}\n`);
  }
  const names = all.map((one) => {
    const others = all.filter((other) => other !== one && other.class === one.class).flatMap(({ parts }) => parts);
    const firsts = all.filter((other) => other.early === one.early).map(({ parts: [first] }) => first);
    return { one, left: others.length === 0 ? product.name : chosen(others), early: chosen(firsts) };
  });
  const rows = names.map(({ one, left, early }) => [
    one.load.name.replace(/\.csv$/, ''),
    one.class === one.early ? one.class : `${one.class} (first half ${one.early})`,
    ...[left, verdict(one.parts, left), early, verdict([one.parts[1]], early)],
    ...[verdict(one.parts, one.class), verdict(one.parts, product.name)],
  ]);
  const total = (of: (row: (typeof names)[number]) => readonly [readonly Part[], string]): string => {
    const cases = names.flatMap((row) => casesOf(...of(row)));
    const cost = cases.reduce((sum, one) => sum + one.cost, 0) / cases.length;
    const violations = cases.reduce((sum, one) => sum + one.violations, 0) / cases.length;
    return `dominated in ${countDominated(cases)} of ${cases.length}, mean cost ${cost.toFixed(2)}, mean violations ${violations.toFixed(2)} %`;
  };
  const titles = ['load', 'class', 'chosen on others', 'dominated', 'chosen on first halves', 'dominated', 'of config/', 'product'];
  process.stdout.write(`Policies: headroom/tolerance up/tolerance down. Start-ups ${startUps.join(', ')} s.\n\n${textTable([titles, ...rows]).join('\n')}\n\n`);
  process.stdout.write(`chosen on other loads, judged on the one left out: ${total(({ one, left }) => [one.parts, left])}\n`);
  process.stdout.write(`chosen on first halves, judged on second ones: ${total(({ one, early }) => [[one.parts[1]], early])}\n`);
  process.stdout.write(`class policies of config/, chosen on whole loads, on these halves: ${total(({ one }) => [one.parts, one.class])}\n`);
  process.stdout.write(`the product's policy, chosen on none: ${total(({ one }) => [one.parts, product.name])}\n`);
}

main();
