/** The option `--prices`: a table of prices in place of the one of the configuration. */
import { readFileSync } from 'node:fs';
import { listPrices, pricesOf, type Prices } from '../../config/google/prices';
import { describe } from '../../config/rules/problem';
import { readable } from '../readable';

/** @throws Error with everything that is wrong in the file */
export function askedPrices(file: string | undefined): Prices {
  if (file === undefined) return listPrices;
  const read = pricesOf(readable('--prices', file, () => JSON.parse(readFileSync(file, 'utf8')) as unknown));
  if (read.ok) return read.prices;
  throw new Error([`--prices must be a table like config/google/prices.json, received ${file}:`, ...read.problems.map(describe)].join('\n'));
}
