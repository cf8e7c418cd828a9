/** Keeps forecasts until their outcomes are known: then intervals adapt, and drift of the load is noticed. */
import { nextMissed } from './timeseries/forecast/conformal';
import type { Forecast } from './timeseries/forecast/ensemble';
import type { RegularSeries } from './timeseries/series';
import { wantedMissed } from './learning/learn';

/** Outcomes that are remembered of each horizon: two hours of five minutes. */
const remembered = 24;

interface Expected {
  readonly horizon: number;
  readonly forecast: Forecast;
}

interface Seen {
  readonly inside: boolean;
  /** |outcome − forecast| and outcome, whose sums make an error relative to the load. */
  readonly error: number;
  readonly outcome: number;
}

export interface LiveScore {
  readonly outcomes: number;
  /** Share of the outcomes inside their interval. */
  readonly coverage: number;
  /** Σ|error| / Σ outcome. */
  readonly error: number;
}

export class LiveRecord {
  /** By the start of the bin that was forecast. */
  private readonly expected = new Map<number, Expected[]>();
  private readonly seen = new Map<number, readonly Seen[]>();
  private readonly missed: Map<number, number>;

  public constructor(missed: ReadonlyMap<number, number>) {
    this.missed = new Map(missed);
  }

  /** Share of outcomes that the next interval of a horizon is meant to miss. */
  public missedOf(horizon: number): number {
    return this.missed.get(horizon) ?? wantedMissed;
  }

  /** Once a bin and horizon; a second forecast of the same bin changes nothing. */
  public expect(bin: number, horizon: number, forecast: Forecast): void {
    const known = this.expected.get(bin) ?? [];
    if (!known.some((one) => one.horizon === horizon)) this.expected.set(bin, [...known, { horizon, forecast }]);
  }

  /** Compares outcomes with their forecasts, as far as the load is known. */
  public settle({ start, step, values }: RegularSeries): void {
    for (const [bin, expected] of this.expected) {
      const index = Math.round((bin - start) / step);
      if (index >= values.length) continue;
      this.expected.delete(bin);
      const outcome = values[index] ?? Number.NaN;
      if (!Number.isNaN(outcome)) for (const one of expected) this.compare(one, outcome);
    }
  }

  private compare({ horizon, forecast }: Expected, outcome: number): void {
    const inside = outcome >= forecast.lower && outcome <= forecast.upper;
    this.missed.set(horizon, nextMissed(this.missedOf(horizon), wantedMissed, inside));
    const seen = { inside, error: Math.abs(outcome - forecast.value), outcome };
    this.seen.set(horizon, [...(this.seen.get(horizon) ?? []), seen].slice(-remembered));
  }

  /** Accuracy over the remembered outcomes of a horizon; undefined before the first. */
  public score(horizon: number): LiveScore | undefined {
    const seen = this.seen.get(horizon) ?? [];
    if (seen.length === 0) return undefined;
    const sum = (pick: (one: Seen) => number): number => seen.reduce((total, one) => total + pick(one), 0);
    const outcomes = sum(({ outcome }) => outcome);
    return {
      outcomes: seen.length,
      coverage: sum(({ inside }) => (inside ? 1 : 0)) / seen.length,
      error: outcomes > 0 ? sum(({ error }) => error) / outcomes : 0,
    };
  }

  /** The intervals are meant to miss 10 %. When half of an hour's outcomes are outside, the load has changed. */
  public drifted(horizon: number): boolean {
    const score = this.score(horizon);
    return score !== undefined && score.outcomes >= remembered / 2 && score.coverage < 0.5;
  }
}
