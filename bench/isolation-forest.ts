/**
 * `npm run bench:isolation-forest`: the time in which an Isolation Forest of 100 trees learns and scores 2,880 rows of 8 features, against scikit-learn on one core in the same run, and how well both separate 2 % anomalies
 * from the rest (area under the ROC curve, 1 is perfect). `PYTHON` names an interpreter that has scikit-learn; without one the ratio is left out, which the output says.
 */
import { fittedIsolationForest } from '../optimizer/timeseries/anomalies/isolation-forest';
import { seededRandom } from '../optimizer/timeseries/random';
import { absent, scikitLearn } from './forest/scikit-learn';
import { rounds } from './short-form';
import { coreMilliseconds } from './stopwatch';
import { textTable } from '../command-line/text-table';

const trees = rounds(100, 10);
const runs = rounds(5, 1);
const [rows, columns, sample] = [2880, 8, 256];

interface Data {
  readonly features: Float64Array;
  readonly strange: readonly boolean[];
}

/** Rows near a diagonal, so that no single feature shows an anomaly; anomalies are off the diagonal. */
function data(): Data {
  const random = seededRandom(5);
  const strange = Array.from({ length: rows }, (_, row) => row % 50 === 7);
  const features = new Float64Array(rows * columns);
  for (const [row, off] of strange.entries()) {
    const place = random();
    for (let column = 0; column < columns; column += 1) features[row * columns + column] = (off ? random() * 1.6 - 0.3 : place) + 0.2 * random();
  }
  return { features, strange };
}

interface Result {
  /** CPU time in milliseconds. */
  readonly fit: number;
  readonly score: number;
  readonly auc: number;
}

function ours({ features, strange }: Data): Result {
  const times = Array.from({ length: runs + 1 }, () => {
    const scores = new Float64Array(rows);
    let forest: ReturnType<typeof fittedIsolationForest> | undefined;
    const fit = coreMilliseconds(() => (forest = fittedIsolationForest({ rows, columns, values: features }, { trees, sample }, seededRandom(6))));
    const score = coreMilliseconds(() => {
      if (forest?.ok === true) for (let row = 0; row < rows; row += 1) scores[row] = forest.value.score(features, row * columns);
    });
    return { fit, score, auc: areaUnderCurve(scores, strange) };
  }).slice(1);
  return { fit: Math.min(...times.map(({ fit }) => fit)), score: Math.min(...times.map(({ score }) => score)), auc: times[0]?.auc ?? 0 };
}

/** The share of pairs of an anomaly and a normal row in which the anomaly has the higher score (Mann and Whitney). */
function areaUnderCurve(scores: Float64Array, strange: readonly boolean[]): number {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let [usual, pairs] = [0, 0];
  for (const row of order) {
    if (strange[row] === true) pairs += usual;
    else usual += 1;
  }
  return pairs / (usual * (rows - usual));
}

const program = `
import sys, json, time
import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
given = json.load(sys.stdin)
X = np.array(given['features']).reshape(-1, ${columns})
times = []
for _ in range(${runs + 1}):
    before = time.process_time()
    forest = IsolationForest(n_estimators=${trees}, max_samples=${sample}, n_jobs=1, random_state=6).fit(X)
    between = time.process_time()
    scores = -forest.score_samples(X)
    times.append((1000 * (between - before), 1000 * (time.process_time() - between)))
print(json.dumps({'fit': min(t[0] for t in times[1:]), 'score': min(t[1] for t in times[1:]), 'auc': float(roc_auc_score(given['strange'], scores))}))
`;

function cells(name: string, { fit, score, auc }: Result): readonly string[] {
  return [name, `${fit.toFixed(0)} ms`, `${score.toFixed(0)} ms`, auc.toFixed(4)];
}

function main(): void {
  const given = data();
  const mine = ours(given);
  const theirs = scikitLearn(program, { features: Array.from(given.features), strange: given.strange }) as Result | undefined;
  process.stdout.write(
    `${trees} trees of ${sample} rows, ${rows} rows of ${columns} features, CPU time of the best of ${runs} runs after one, Node ${process.versions.node}\n`,
  );
  if (theirs === undefined) process.stdout.write(absent);
  const reference =
    theirs === undefined ? [] : [cells('scikit-learn', theirs), ['ratio', (mine.fit / theirs.fit).toFixed(2), (mine.score / theirs.score).toFixed(2), '']];
  process.stdout.write(`\n${textTable([['isolation forest', 'fit', 'score', 'AUC'], cells('ours', mine), ...reference]).join('\n')}\n`);
}

main();
