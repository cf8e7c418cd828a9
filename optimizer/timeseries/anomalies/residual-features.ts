/** What of a value its own past does not explain, in many ways: against the last minutes and hours, in their deviations, and against the same time of other days. Each looks back alone. */
import { type Matrix } from '../forest/bins';
import { bandOf, rolling, type Rolling } from './rolling';

/** Rows of the means that a value is compared with. */
const spans = [1, 3, 5, 10, 15, 30, 60, 180] as const;
/** Days ago, and rows around the same time of them. */
const [ago, around] = [[1, 2, 7] as const, 3];

/** Columns that say most alone: against the last row, 5, 15 and 60 of them, and the same time of a day and a week ago. */
export const coreColumns = [0, 2, 4, 6, 11, 13] as const;

/** A row of features for each value. Where a value, or the past of it, is not known, a feature is 0: nothing unusual can be said. @param day rows of a day */
export function residualFeatures(values: Float64Array, day: number): Matrix {
  const past = rolling(values);
  const recent = spans.map((span) => minus(values, past.mean(span, 1)));
  const columns = [...recent, ...inDeviations(values, past, day), ...ofOtherDays(values, day, recent[3] ?? values), ...shapes(values, past)];
  const features = new Float64Array(values.length * columns.length);
  for (const [column, of] of columns.entries())
    for (const [row, value] of of.entries()) if (Number.isFinite(value)) features[row * columns.length + column] = value;
  return { rows: values.length, columns: columns.length, values: features };
}

function inDeviations(values: Float64Array, past: Rolling, day: number): readonly Float64Array[] {
  return [10, 60, day].map((span) => {
    const [mean, spread, whole] = [past.mean(span, 1), past.deviation(span), past.deviation(values.length)];
    return values.map((value, row) => (value - (mean[row] ?? Number.NaN)) / ((spread[row] ?? 0) + 1e-3 * (whole[row] ?? 0) + 1e-12));
  });
}

/** @param near against the last rows: what comes daily is near one of them */
function ofOtherDays(values: Float64Array, day: number, near: Float64Array): readonly Float64Array[] {
  const bands = ago.map((days) => bandOf(values, days * day, around));
  const off = bands.map(({ mean }) => minus(values, mean));
  const outside = bands.map(({ low, high }) =>
    values.map((value, row) => Math.max(value - (high[row] ?? Number.NaN), 0) - Math.max((low[row] ?? Number.NaN) - value, 0)),
  );
  const mean = values.map((value, row) => {
    const known = bands.flatMap((band) => (Number.isFinite(band.mean[row]) ? [band.mean[row] ?? 0] : []));
    return known.length > 0 ? value - known.reduce((sum, one) => sum + one, 0) / known.length : Number.NaN;
  });
  const nearest = values.map((_, row) =>
    Math.min(
      ...[...outside, near]
        .map((of) => of[row] ?? Number.NaN)
        .filter(Number.isFinite)
        .map(Math.abs),
    ),
  );
  // the same, but for the level of today
  const levelled = [off[0], off[2]].flatMap((of = values) => [10, 60].map((span) => minus(of, rolling(of).mean(span, 1))));
  return [...off, ...outside, mean, nearest, ...levelled];
}

function shapes(values: Float64Array, past: Rolling): readonly Float64Array[] {
  const [one, two] = [past.mean(1, 1), past.mean(1, 2)];
  const bend = values.map((value, row) => value - 2 * (one[row] ?? Number.NaN) + (two[row] ?? Number.NaN));
  return [bend, minus(past.mean(3, 0), past.mean(30, 3)), minus(past.mean(5, 0), past.mean(60, 5))];
}

function minus(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, row) => value - (other[row] ?? Number.NaN));
}
