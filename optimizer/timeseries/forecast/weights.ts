/** The weight of each member, from the errors of its past forecasts. */
import { type MemberForecast } from './backtest';

const rounds = 200;

/**
 * Weights that sum to 1 and make the absolute error of the combination over the records small: exponentiated gradient (Kivinen and Warmuth, 1997) from equal weights. The weights of members that add nothing go towards 0, and the
 * combination may be better than its best member, which choosing one cannot be. Without records all weigh the same.
 */
export function learnedWeights(names: readonly string[], records: readonly MemberForecast[]): ReadonlyMap<string, number> {
  const complete = records.filter(({ forecasts }) => names.every((name) => forecasts.has(name)));
  const values = Float64Array.from(complete.flatMap(({ forecasts }) => names.map((name) => forecasts.get(name) ?? 0)));
  const outcomes = Float64Array.from(complete, ({ outcome }) => outcome);
  // the gradient is at most the sum of the members' forecasts, so steps are in units of it
  const size = [...values, ...outcomes].reduce((sum, value) => sum + Math.abs(value), 0) / (names.length + 1);
  let weights = names.map(() => 1 / names.length);
  if (!(size > Number.EPSILON)) return named(names, weights);
  const mean = names.map(() => 0);
  for (let round = 1; round <= rounds; round += 1) {
    const gradient = gradientOf(weights, values, outcomes);
    const rate = 20 / (size * Math.sqrt(round));
    const raised = weights.map((weight, index) => weight * Math.exp(-rate * (gradient[index] ?? 0)));
    const sum = raised.reduce((total, weight) => total + weight, 0);
    weights = raised.map((weight) => weight / sum);
    // the last steps still oscillate around the optimum, their mean does not
    if (round > rounds / 2) for (const [index, weight] of weights.entries()) mean[index] = (mean[index] ?? 0) + weight / (rounds / 2);
  }
  return named(names, mean);
}

/** The derivative of Σ|w·f − y| by each weight. */
function gradientOf(weights: readonly number[], values: Float64Array, outcomes: Float64Array): readonly number[] {
  const count = weights.length;
  const gradient = weights.map(() => 0);
  for (const [row, outcome] of outcomes.entries()) {
    let error = -outcome;
    for (let member = 0; member < count; member += 1) error += (weights[member] ?? 0) * (values[row * count + member] ?? 0);
    const sign = Math.sign(error);
    for (let member = 0; member < count; member += 1) gradient[member] = (gradient[member] ?? 0) + sign * (values[row * count + member] ?? 0);
  }
  return gradient;
}

function named(names: readonly string[], weights: readonly number[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, weights[index] ?? 0]));
}

/** The weighted mean of the members with a forecast; the weight of the others is shared among them. Undefined when no member with a weight has a forecast. */
export function combination(weights: ReadonlyMap<string, number>, forecasts: ReadonlyMap<string, number>): number | undefined {
  let [sum, total] = [0, 0];
  for (const [name, forecast] of forecasts) {
    const weight = weights.get(name) ?? 0;
    sum += weight * forecast;
    total += weight;
  }
  return total > 0 ? sum / total : undefined;
}
