/**
 * `npm run bench:harm`: which changes are undone (optimizer/acting), of harmless and of harmful ones that are made up: noise that depends on itself, loads that drift, double and halve, pauses of the machine, and neighbours.
 * Compared with what is promised: all harm within five minutes, and at most 2 % of the harmless.
 */
import { textTable } from '../command-line/text-table';
import { seededRandom } from '../optimizer/timeseries/random';
import { drawnCase } from './harm/cases';
import { madeUpSignals, type MadeUp } from './harm/disturbed-workload';
import { judgedChange, type Judged } from './harm/judged-change';
import { rounds } from './short-form';

const count = rounds(2000, 40);

interface Tried extends MadeUp {
  readonly judged: Judged;
}

function tried(harmful: boolean): readonly Tried[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = index + (harmful ? 1_000_000 : 0);
    const made = drawnCase(seededRandom(seed), index, harmful);
    const judged = judgedChange((undone) => madeUpSignals(made, seededRandom(seed + 0.5 * 2 ** 31), undone));
    return judged === undefined ? [] : [{ ...made, judged }];
  }).flat();
}

const percent = (part: number, whole: number): string => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

function row(name: string, harmless: readonly Tried[], harmful: readonly Tried[]): readonly string[] {
  const wrongly = harmless.filter(({ judged }) => judged.undone).length;
  const stay = harmless.filter(({ judged }) => judged.undone && judged.stays).length;
  const rightly = harmful.filter(({ judged }) => judged.undone);
  const times = rightly.map(({ judged }) => judged.after).sort((a, b) => a - b);
  const seconds = [times[Math.floor(times.length / 2)], times.at(-1)].map((time) => (time === undefined ? '' : `${time} s`));
  return [
    name,
    String(harmless.length),
    String(wrongly),
    percent(wrongly, harmless.length),
    percent(stay, harmless.length),
    String(harmful.length),
    String(rightly.length),
    percent(rightly.length, harmful.length),
    ...seconds,
  ];
}

function main(): void {
  const [harmless, harmful] = [tried(false), tried(true)];
  const by = (key: 'course' | 'disturbance'): readonly (readonly string[])[] =>
    [...new Set(harmless.map((one) => one[key]))].map((value) =>
      row(
        value,
        harmless.filter((one) => one[key] === value),
        harmful.filter((one) => one[key] === value),
      ),
    );
  const bySignal = [...new Set(harmful.map(({ harm }) => harm?.signal ?? ''))].map((signal) =>
    row(
      signal,
      [],
      harmful.filter(({ harm }) => harm?.signal === signal),
    ),
  );
  const head = ['', 'harmless', 'undone', '', 'for good', 'harmful', 'undone', '', 'median', 'slowest'];
  process.stdout.write(`${textTable([head, ...by('course'), ...by('disturbance'), ...bySignal, row('all', harmless, harmful)]).join('\n')}\n`);
  process.stdout.write(`of ${count} each; the others were not begun, because something was unusual already\n`);
}

main();
