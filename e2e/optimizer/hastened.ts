/** Time that runs faster for the optimizer: its clock, and a Prometheus whose minutes are seconds. The code that asks has the constants that it has in production. */
import type { Clock, LabelledSeries, MetricsAnswer, MetricsSource } from '../../optimizer/ports';

/** One stretch of real time, seen as one `factor` times as long that begins at the same moment. Rates stay per real second. */
export class Hastened {
  private readonly began = Date.now() / 1000;

  public constructor(public readonly factor: number) {}

  /** Seconds since 1970, as the optimizer has them. */
  public readonly clock: Clock = () => this.seen(Date.now() / 1000);

  /** Of a real moment. */
  public seen(real: number): number {
    return this.began + (real - this.began) * this.factor;
  }

  private real(seen: number): number {
    return this.began + (seen - this.began) / this.factor;
  }

  public source(inner: MetricsSource): MetricsSource {
    return {
      range: async (expression, { from, until, step }) =>
        this.later(await inner.range(this.shorter(expression), { from: this.real(from), until: this.real(until), step: step / this.factor })),
      instant: async (expression, at) => this.later(await inner.instant(this.shorter(expression), this.real(at))),
    };
  }

  /** `[1m]` is six seconds at ten times the pace. */
  public shorter(expression: string): string {
    return expression.replace(/\[(\d+)([smh])\]/g, (_, amount: string, unit: string) => {
      const seconds = Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN);
      return `[${Math.round((seconds * 1000) / this.factor)}ms]`;
    });
  }

  private later(answer: MetricsAnswer): MetricsAnswer {
    if (answer.kind !== 'series') return answer;
    const moved = ({ labels, samples }: LabelledSeries): LabelledSeries => ({
      labels,
      // Prometheus rounds moments to milliseconds, which would be hundredths here
      samples: samples.map(({ at, value }) => ({ at: Math.round(this.seen(at) * 10) / 10, value })),
    });
    return { ...answer, series: answer.series.map(moved) };
  }
}
