/** What became of changes of which it is known whether they do harm. */
import type { TriedChange } from './tried-changes';

/** Lines of a table, and the numbers that are promised. */
export interface Confusion {
  readonly lines: readonly string[];
  readonly missed: number;
  /** Seconds of the slowest rollback of a harmful change. */
  readonly slowest: number;
  readonly wrongly: number;
}

export function confusionOf(tried: readonly TriedChange[]): Confusion {
  const count = (harmful: boolean, undone: boolean): number => tried.filter((one) => one.harmful === harmful && one.undone === undone).length;
  const times = tried.flatMap(({ harmful, undone, after }) => (harmful && undone ? [after] : [])).sort((a, b) => a - b);
  const row = (name: string, cells: readonly (string | number)[]): string => name.padEnd(12) + cells.map((cell) => String(cell).padStart(10)).join('');
  const kinds = [...new Set(tried.map(({ harmful, what }) => `${harmful ? 'harmful' : 'harmless'}: ${what}`))].sort();
  return {
    lines: [
      row('', ['undone', 'kept']),
      row('harmful', [count(true, true), count(true, false)]),
      row('harmless', [count(false, true), count(false, false)]),
      `undone, and tried again because what they were blamed for did not end with them: ${tried.filter(({ harmful, again }) => harmful && again).length} harmful, ${tried.filter(({ harmful, again }) => !harmful && again).length} harmless`,
      `undone after ${(times[Math.floor((times.length - 1) / 2)] ?? Number.NaN).toFixed(0)} s (median), ${(times.at(-1) ?? Number.NaN).toFixed(0)} s at most`,
      ...kinds.map((kind) => {
        const own = tried.filter(({ harmful, what }) => kind === `${harmful ? 'harmful' : 'harmless'}: ${what}`);
        return `${kind}: ${own.filter(({ undone }) => undone).length} of ${own.length} undone`;
      }),
    ],
    missed: count(true, false),
    slowest: times.at(-1) ?? 0,
    wrongly: count(false, true),
  };
}
