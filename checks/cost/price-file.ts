/** The option `--prices`: a table of prices in place of the one of the configuration. */
import { readFileSync } from 'node:fs';
import { inBilledCurrency } from '../../config/google/billed-prices';
import { listPrices, prices, type Prices } from '../../config/google/prices';
import { describe } from '../../config/rules/problem';
import { ruleText } from '../../config/rules/rule-text';
import { issueToProblems } from '../../config/validate';
import { readable } from '../readable';

/** @throws Error with everything that is wrong in the file */
export function askedPrices(file: string | undefined): Prices {
  if (file === undefined) return listPrices;
  const table = readable('--prices', file, () => JSON.parse(readFileSync(file, 'utf8')) as unknown);
  const result = prices.safeParse(table, { reportInput: true, error: ruleText });
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => issueToProblems(issue, table)).map(describe);
    throw new Error([`--prices must be a table like config/google/prices.json, received ${file}:`, ...problems].join('\n'));
  }
  return inBilledCurrency(result.data);
}
