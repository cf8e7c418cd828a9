/**
 * `npm run bench:forest`: the time in which a Random Forest of 100 trees learns 2,880 rows of 24 features, against scikit-learn on one core in the same run, and the error of both on 720 unseen rows.
 * `PYTHON` names an interpreter that has scikit-learn; without one the ratio is left out, which the output says.
 */
import { fittedForest, type Forest } from '../optimizer/timeseries/forest/random-forest';
import { seededRandom } from '../optimizer/timeseries/random';
import { wape } from '../optimizer/timeseries/scores/forecast-errors';
import { absent, scikitLearn } from './forest/scikit-learn';
import { rounds } from './short-form';
import { coreMilliseconds } from './stopwatch';
import { textTable } from '../command-line/text-table';

const trees = rounds(100, 5);
const runs = rounds(3, 1);
const [rows, test, columns] = [2880, 720, 24];

/** A load of five-minute steps with a daily curve and noise; features are its last 24 values. */
function data(): { readonly features: Float64Array; readonly targets: Float64Array } {
  const random = seededRandom(1);
  const load = Array.from({ length: rows + test + columns }, (_, step) => 200 + 80 * Math.sin((2 * Math.PI * step) / 288) + 40 * (random() + random() - 1));
  const features = Float64Array.from({ length: (rows + test) * columns }, (_, place) => load[Math.floor(place / columns) + (place % columns)] ?? 0);
  return { features, targets: Float64Array.from({ length: rows + test }, (_, row) => load[row + columns] ?? 0) };
}

interface Result {
  readonly seconds: number;
  readonly wape: number;
}

function ours(featuresPerSplit: number, minLeaf: number): Result {
  const { features, targets } = data();
  const learn = (): Forest => {
    const matrix = { rows, columns, values: features.slice(0, rows * columns) };
    const forest = fittedForest(matrix, targets.slice(0, rows), { trees, featuresPerSplit, minLeaf, maxDepth: 64 }, seededRandom(2));
    if (!forest.ok) throw new Error(forest.reason.why);
    return forest.value;
  };
  let forest = learn();
  const times = Array.from({ length: runs }, () => coreMilliseconds(() => (forest = learn())));
  const forecast = Float64Array.from({ length: test }, (_, row) => forest.predict(features, (rows + row) * columns));
  const error = wape(targets.slice(rows), forecast);
  if (!error.ok) throw new Error(error.reason.why);
  return { seconds: Math.min(...times) / 1000, wape: error.value };
}

const program = `
import sys, json, time
import numpy as np
from sklearn.ensemble import RandomForestRegressor
given = json.load(sys.stdin)
X = np.array(given['features']).reshape(-1, ${columns}); y = np.array(given['targets']); n = ${rows}
times = []
for _ in range(${runs + 1}):
    before = time.process_time()
    forest = RandomForestRegressor(${trees}, max_features=given['split'], min_samples_leaf=given['leaf'], n_jobs=1, random_state=2).fit(X[:n], y[:n])
    times.append(time.process_time() - before)
print(json.dumps({'seconds': min(times[1:]), 'wape': float(np.abs(forest.predict(X[n:]) - y[n:]).sum() / y[n:].sum())}))
`;

function reference(split: number, leaf: number): Result | undefined {
  const { features, targets } = data();
  return scikitLearn(program, { features: Array.from(features), targets: Array.from(targets), split, leaf }) as Result | undefined;
}

function row(split: number, leaf: number): readonly string[] {
  const [mine, theirs] = [ours(split, leaf), reference(split, leaf)];
  const seconds = `${mine.seconds.toFixed(2)} s`;
  const name = `${trees} trees, ${split} features a split, leaves of ${leaf}`;
  if (theirs === undefined) return [name, seconds, 'absent', '', mine.wape.toFixed(4), ''];
  return [name, seconds, `${theirs.seconds.toFixed(2)} s`, (mine.seconds / theirs.seconds).toFixed(2), mine.wape.toFixed(4), theirs.wape.toFixed(4)];
}

function main(): void {
  const shapes: readonly (readonly [number, number])[] = [
    [24, 1],
    [8, 1],
    [8, 5],
  ];
  process.stdout.write(`${rows} rows of ${columns} features, CPU seconds of the best of ${runs} runs after one, Node ${process.versions.node}\n`);
  const found = shapes.map(([split, leaf]) => row(split, leaf));
  if (found.some((cells) => cells[2] === 'absent')) process.stdout.write(absent);
  process.stdout.write(`\n${textTable([['forest', 'ours', 'scikit-learn', 'ratio', 'our WAPE', 'its WAPE'], ...found]).join('\n')}\n`);
}

main();
