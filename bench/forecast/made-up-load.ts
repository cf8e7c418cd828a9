/** The load of `--short`: a daily curve in steps of a quarter of an hour, with uniform noise of ±10 %. */
import { seededRandom } from '../../optimizer/timeseries/random';
import { regularSeries } from '../../optimizer/timeseries/series';
import type { RecordedLoad } from './recorded-loads';

export function madeUpLoad(days: number, seed: number): RecordedLoad {
  const random = seededRandom(seed);
  const value = (index: number): number => (100 + 60 * Math.sin((2 * Math.PI * index) / 96)) * (0.9 + 0.2 * random());
  const samples = Array.from({ length: days * 96 }, (_, index) => ({ at: index * 900, value: value(index) }));
  return { name: 'made-up', series: regularSeries(samples, 900) };
}
