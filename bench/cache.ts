/**
 * `npm run bench:cache`: accesses of `$LYO_DATA/cache/*.csv.gz` (one key a line) that find their key, in caches of 1, 5, 10 and 25 % of all keys: with fixed lifetimes, with the least recently used leaving, by the
 * rule that found most lately (least recently used, ARC, S3-FIFO with two shares for new keys, and the index of reuse, tried beside each other), and with a clairvoyant who has no equal. The last columns are the share of the gap between LRU and clairvoyant that is closed, and the mean latency over fixed lifetimes (a hit takes 1, a miss 20). `--short` takes a made-up trace.
 */
import { short } from './short-form';
import { columnsOf, csvFiles } from './anomalies/csv-files';
import { boundedLifeHits, clairvoyantHits, learnedHits, lruHits } from './cache/caches';
import { seededRandom } from '../optimizer/timeseries/random';
import { textTable } from '../command-line/text-table';

interface Trace {
  readonly name: string;
  readonly keys: Int32Array;
}

/** A few keys are read often, many only once. */
function madeUp(): Trace {
  const random = seededRandom(9);
  return { name: 'made-up', keys: Int32Array.from({ length: 20_000 }, (_, at) => (at % 3 === 0 ? 1000 + at : Math.floor(200 * random() ** 3))) };
}

function traces(): readonly Trace[] {
  if (short) return [madeUp()];
  const folder = process.env['LYO_DATA'];
  const found =
    folder === undefined ? [] : csvFiles(folder, 'cache').map(({ name, path }) => ({ name, keys: Int32Array.from([...columnsOf(path).values()][0] ?? []) }));
  if (found.length > 0) return found;
  process.stderr.write(`LYO_DATA must name a folder with cache/*.csv.gz of one key a line, received ${folder ?? 'nothing'}; --short takes a made-up trace\n`);
  process.exit(1);
}

const shares = [0.01, 0.05, 0.1, 0.25];
/** Times of a hit and a miss, in any unit: a cache in front of a database. */
const [hitTakes, missTakes] = [1, 20];
/** The fixed lifetime in accesses, as a share of the trace: a value as people choose it without measuring. */
const fixedLife = 0.02;

const latency = (hits: number, all: number): number => (hits * hitTakes + (all - hits) * missTakes) / all;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function main(): void {
  const rows = traces().flatMap(({ name, keys }) => {
    const distinct = new Set(keys).size;
    const never = keys.length - distinct;
    return shares.map((share) => {
      const places = Math.max(Math.round(share * distinct), 1);
      const [fixed, lru] = [boundedLifeHits(keys, places, Math.round(fixedLife * keys.length)), lruHits(keys, places)];
      const [often, best] = [learnedHits(keys, places), clairvoyantHits(keys, places)];
      const all = keys.length;
      return {
        cells: [name, percent(share), percent(fixed / all), percent(lru / all), percent(often / all), percent(best / all), percent(never / all)],
        closed: (often - lru) / Math.max(best - lru, 1),
        lower: 1 - latency(often, all) / latency(fixed, all),
        lruLower: 1 - latency(lru, all) / latency(fixed, all),
        mostLower: 1 - latency(best, all) / latency(fixed, all),
      };
    });
  });
  const head = ['trace', 'keys held', 'fixed life', 'LRU', 'ours', 'clairvoyant', 'all keys', 'gap closed', 'latency ours', 'LRU', 'bound'];
  const lines = rows.map(({ cells, closed, lower, lruLower, mostLower }) => [
    ...cells,
    percent(closed),
    percent(-lower),
    percent(-lruLower),
    percent(-mostLower),
  ]);
  process.stdout.write(`${textTable([head, ...lines]).join('\n')}\n\n`);
  const mean = (of: (row: (typeof rows)[number]) => number): string => percent(rows.reduce((sum, row) => sum + of(row), 0) / rows.length);
  process.stdout.write(
    `mean: ${mean(({ closed }) => closed)} of the gap closed; latency against fixed lives −${mean(({ lower }) => lower)}, LRU −${mean(({ lruLower }) => lruLower)}, clairvoyant −${mean(({ mostLower }) => mostLower)}\n`,
  );
  process.stdout.write(
    'a cache that learns nothing of the future is above no bound but the clairvoyant; "all keys" is what is left when nothing ever leaves: each key misses once\n',
  );
}

main();
