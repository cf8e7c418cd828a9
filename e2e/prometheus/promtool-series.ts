/** Series as `promtool test rules` reads them (prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules). */

export interface PromtoolSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** One value a step; `undefined` is a scrape that brought nothing, `stale` one that says that the series has ended. */
  readonly values: readonly (number | 'stale' | undefined)[];
}

export function inputSeries({ name, labels, values }: PromtoolSeries): { readonly series: string; readonly values: string } {
  return { series: `${name}${labelsText(labels)}`, values: valuesText(values) };
}

/** `{label="value",…}`; a label without a value is left out. */
export function labelsText(labels: Readonly<Record<string, string | undefined>>): string {
  return `{${Object.entries(labels)
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;
}

/** Equal values in a row are written once: `3x99` is a hundred threes. NaN and Inf are written one by one, because promtool has no repeat form for them. */
function valuesText(values: PromtoolSeries['values']): string {
  const runs: { readonly value: PromtoolSeries['values'][number]; count: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value && !isInfinite(value)) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(runText).join(' ');
}

function isInfinite(value: PromtoolSeries['values'][number]): boolean {
  return value === Infinity || value === -Infinity;
}

function runText({ value, count }: { readonly value: PromtoolSeries['values'][number]; readonly count: number }): string {
  if (value === undefined) return `_x${count}`;
  if (value === 'stale') return Array.from({ length: count }, () => value).join(' ');
  return count === 1 ? String(value).replace('Infinity', 'Inf') : `${value}x${count - 1}`;
}
