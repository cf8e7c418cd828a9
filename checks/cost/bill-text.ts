/** Text of a bill. */
import { textTable } from '../../command-line/text-table';
import { amountText, exactText, wholeText } from '../../config/google/amount-text';
import { totalOf, type Amounts, type Bill } from './bill';

/** One row per component, three columns of amounts. No line break at the end. */
export function billText(bill: Bill): string {
  const { environment, currency, asOf, usage, items, unknown, platform, traffic } = bill;
  const money = ({ floor, expected, ceiling }: Amounts): readonly string[] => [floor, expected, ceiling].map((value) => exactText(currency, value));
  const part = (wanted: string): readonly (readonly string[])[] =>
    items
      .filter((item) => item.part === wanted)
      .map(({ component, unknown, ...amounts }) => [`  ${component}`, ...(unknown === undefined ? money(amounts) : ['unknown', 'unknown', 'unknown'])]);
  const rows: readonly (readonly string[])[] = [
    [`${environment}, ${currency} a month`, 'floor', 'expected', 'ceiling'],
    ...part('platform'),
    ['  platform', ...money(platform)],
    ['', '', '', ''],
    ...part('traffic'),
    ['  traffic', ...money(traffic)],
    ['', '', '', ''],
    ['  together', ...money(totalOf([platform, traffic]))],
    ['', '', '', ''],
    ['  nodes on average', ...[usage.floor, usage.expected, usage.ceiling].map(({ nodes }) => nodes.toFixed(1))],
    ['  million requests', ...[usage.floor, usage.expected, usage.ceiling].map(({ requests }) => Math.round(requests / 1e6).toString())],
  ];
  const left = unknown.map((reason) => `  ${reason}: sums leave it out; --prices takes a table that has it`);
  return [...textTable(rows), '', ...left, `  an estimate from list prices of ${asOf}; config/google/prices.json has sources and assumptions`].join('\n');
}

/** `$216 to $790 a month, about $240 expected, and $300 for traffic`; other currencies are shown by their code. */
export function rangeText({ currency, unknown, platform, traffic }: Bill): string {
  const amount = (value: number): string => amountText(currency, wholeText(value));
  const reasons = unknown.map((reason) => `${reason}; without it `).join('');
  return `${reasons}${amount(platform.floor)} to ${amount(platform.ceiling)} a month, about ${amount(platform.expected)} expected, and ${amount(traffic.expected)} for traffic`;
}
