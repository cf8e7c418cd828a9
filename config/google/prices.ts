/** Prices of Google Cloud, in the currency that is paid: everything that states a cost uses them. */
import { isRecord } from '../record';
import { ConfigurationError, type Problem } from '../rules/problem';
import { ruleText } from '../rules/rule-text';
import { issueToProblems } from '../validate';
import { inBilledCurrency } from './billed-prices';
import { prices, type Prices } from './price-table';
import listed from './prices.json';

export type { Prices } from './price-table';

/** A table in the currency that is paid, or everything that is wrong in it. */
export function pricesOf(table: unknown): { readonly ok: true; readonly prices: Prices } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const result = prices.safeParse(table, { reportInput: true, error: ruleText });
  const issues = result.success ? [] : result.error.issues;
  const problems = [...issues.flatMap((issue) => issueToProblems(issue, table)), ...billedTwice(table)];
  return result.success && problems.length === 0 ? { ok: true, prices: inBilledCurrency(result.data) } : { ok: false, problems };
}

/** A rate between a currency and itself says that one of both is a mistake. */
function billedTwice(table: unknown): readonly Problem[] {
  if (!isRecord(table) || !isRecord(table['billed'])) return [];
  const { currency } = table['billed'];
  if (typeof currency !== 'string' || currency !== table['currency']) return [];
  return [{ path: 'billed.currency', rule: 'must be another currency than that of the table, or billed be left out', received: currency }];
}

function committed(): Prices {
  const read = pricesOf(listed);
  if (read.ok) return read.prices;
  throw new ConfigurationError(read.problems.map((problem) => ({ ...problem, path: `config/google/prices.json: ${problem.path}` })));
}

export const listPrices: Prices = committed();
