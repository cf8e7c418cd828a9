/**
 * `npm run bench:classes`: whether policies for classes of load work on days that were not used to choose them. The first four days of each recorded load of LYO_DATA determine its class; the
 * policy of that class, and one that is chosen again on the first days of its loads, are judged on the four days that follow, against plain CPU autoscalers of
 * 40 to 75 %, at start-ups of 30, 60 and 180 s. Two processes; rows are printed as they are ready. `--short` takes synthetic loads of a few hours.
 */
import { loadClasses } from '../config/class-policies';
import { casesOf, chosen, countCheap, countDominated, countRestless, meanOf, type Part } from './classes/chosen';
import { loadNames } from './classes/played-loads';
import { asked, played, playedPart, type Asked, type Played } from './classes/played-part';
import { answerAll, answers, isOneOfSeveral } from './classes/processes';
import { candidates, mostChanges, startUps, type Tried } from './classes/tried';
import { textTable } from '../command-line/text-table';

async function playedAll(questions: readonly Asked[], onRow: (row: Played) => void): Promise<readonly Played[]> {
  const all: Played[] = [];
  await answers(2, questions, (answer) => {
    const row = played.parse(answer);
    all.push(row);
    onRow(row);
  });
  return all.sort((a, b) => a.load.localeCompare(b.load));
}

/** `0 of 3, 1.08, 2 of 3`. */
function verdict(cases: readonly Tried[]): readonly string[] {
  const most = Math.max(...cases.map(({ changes }) => changes));
  return [`${countDominated(cases)}/${cases.length}`, most.toFixed(2), `${countCheap(cases)}/${cases.length}`];
}

function total(name: string, cases: readonly Tried[]): readonly string[] {
  const counts = [countDominated, countRestless, countCheap].map((count) => `${count(cases)} of ${cases.length}`);
  return [name, ...counts, meanOf(cases, ({ violations }) => violations).toFixed(2), meanOf(cases, ({ cost }) => cost).toFixed(2)];
}

const ratio = (value: number | null | undefined): string => (typeof value === 'number' ? value.toFixed(2) : '-');

/** Mean of the ratios that exist, how many of them are at most one, and how many are missing. */
function frontierText(title: string, ratios: readonly (number | null)[]): string {
  const there = ratios.filter((value): value is number => value !== null);
  const mean = there.reduce((sum, value) => sum + value, 0) / Math.max(there.length, 1);
  const least = there.filter((value) => value <= 1.0005).length;
  return `${title}: ${there.length === 0 ? '-' : mean.toFixed(3)} on the mean, at most 1.00 in ${least} of ${ratios.length}, no target in ${ratios.length - there.length}`;
}

async function main(): Promise<void> {
  const names = loadNames();
  const firsts = await playedAll(
    names.map((load) => ({ load, part: 'first', chosen: [] })),
    ({ load, class: found }) => process.stdout.write(`first days of ${load}: ${found}\n`),
  );
  const partsOf = (found: string): readonly Part[] => firsts.filter((one) => one.class === found).map(({ part }) => part);
  const anew = new Map(
    loadClasses.map((found) => [
      found,
      partsOf(found).length === 0
        ? ''
        : chosen(
            partsOf(found),
            candidates.map(({ name }) => name),
          ),
    ]),
  );
  for (const [found, name] of anew) process.stdout.write(`chosen on the first days of ${found} loads: ${name === '' ? 'nothing, there is none' : name}\n`);
  const rests = await playedAll(
    names.map((load) => ({ load, part: 'rest', chosen: [...anew.values()] })),
    (row) => process.stdout.write(`rest of ${row.load}: dominated, most changes, cheap ${verdict(casesOf([row.part], row.class)).join(' ')}\n`),
  );
  const rows = rests.map(({ load, class: found, part, frontiers }) => [
    load.replace(/\.csv$/, ''),
    found,
    ...[found, anew.get(found) ?? '', 'noisy', 'seed'].flatMap((name) => verdict(casesOf([part], name))),
    ...(frontiers['class'] ?? []).map(ratio),
  ]);
  const columns = ['dominated', 'changes', 'cheap'];
  const titles = [
    'load',
    'class',
    ...['of class', 'anew', 'noisy', 'seed'].flatMap((of) => columns.map((column) => `${of}: ${column}`)),
    ...startUps.map(String),
  ];
  process.stdout.write(`\n${textTable([titles, ...rows]).join('\n')}\n\n`);
  const all = (nameOf: (row: Played) => string): readonly Tried[] => rests.flatMap((row) => casesOf([row.part], nameOf(row)));
  const sums = [
    ['policy', 'dominated', `changes > ${mostChanges}`, 'cheap', 'violations %', 'cost'],
    total(
      'that of the class',
      all((row) => row.class),
    ),
    total(
      'chosen anew on first days',
      all((row) => anew.get(row.class) ?? ''),
    ),
    ...[...loadClasses, 'seed'].map((name) =>
      total(
        `${name} for all`,
        all(() => name),
      ),
    ),
  ];
  process.stdout.write(`${textTable(sums).join('\n')}\n\n`);
  const of = (name: string, found: string): readonly (number | null)[] =>
    rests.filter((row) => row.class === found).flatMap(({ frontiers }) => frontiers[name] ?? []);
  process.stdout.write('Cost at the allowed violations, each policy and the plain one at its best target, of the plain one:\n');
  for (const found of loadClasses) process.stdout.write(`${frontierText(`${found}, at most ${mostChanges} times the changes`, of('class', found))}\n`);
  process.stdout.write(`${frontierText('smooth, no tolerance, any number of changes', of('unbounded', 'smooth'))}\n`);
  process.stdout.write(`${frontierText('smooth, and nothing on the way takes time', of('at once', 'smooth'))}\n`);
}

if (isOneOfSeveral) answerAll((question) => playedPart(asked.parse(question)));
// command-line/faults.ts reports it
else void main();
