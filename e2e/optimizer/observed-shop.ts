/**
 * What a load balancer and a scraper see of one process of the example, as the series that the optimizer asks Prometheus for: a source of metrics where no collector and no Prometheus run. The quantile is that of
 * the answers themselves, which a histogram only estimates.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { harmSignals, presentLoad, scrapeSeconds, tunedMeasures } from '../../optimizer/expressions';
import type { MetricsAnswer, MetricsRange, MetricsSource } from '../../optimizer/ports';
import { quantile } from '../../optimizer/timeseries/quantile';
import type { Hastened } from './hastened';

interface Answer {
  readonly at: number;
  readonly seconds: number;
  readonly status: number;
}

interface Scrape {
  readonly at: number;
  /** From when it was due until it was answered, or given up: a scraper on a machine of its own begins in time. */
  readonly seconds: number;
  /** Empty where there was no answer. */
  readonly values: ReadonlyMap<string, number>;
}

/** Seconds of production in which rates look back, and between two scrapes. */
const [window, interval] = [60, 10];

/** What is known of a stretch of time. */
interface Stretch {
  readonly answers: readonly Answer[];
  readonly seconds: number;
  /** Of the gauge's last sample; no number where there is none. */
  readonly last: (name: string) => number;
  /** Of the gauge's samples. */
  readonly mean: (name: string) => number;
  /** By how much a counter grew. */
  readonly grown: (name: string) => number;
  /** Of the slowest scrape. */
  readonly slowest: number;
}

const [size, inUse, waiting, ttl] = ['backend_sql_pool_size', 'backend_sql_pool_in_use', 'backend_sql_pool_waiting', 'backend_tunable_cache_ttl_seconds'];
const reads = (result: string): string => `backend_cache_reads_total{result="${result}"}`;

const missed = ({ grown }: Stretch): number => {
  const [hits, others] = [grown(reads('hit')), grown(reads('miss')) + grown(reads('error'))];
  return others / (hits + others);
};

const computed: Readonly<Record<string, (stretch: Stretch) => number>> = {
  load: ({ answers, seconds }) => answers.length / seconds,
  latency: ({ answers }) =>
    quantile(
      Float64Array.from(answers, ({ seconds }) => seconds),
      0.95,
    ),
  errors: ({ answers }) => answers.filter(({ status }) => status === 0 || status >= 500).length / answers.length,
  'waiting for a connection': ({ mean }) => mean(waiting),
  'missed reads': missed,
  misses: missed,
  reads: ({ grown, seconds }) => (grown(reads('hit')) + grown(reads('miss')) + grown(reads('error'))) / seconds,
  ttl: ({ last }) => last(ttl),
  size: ({ last }) => last(size),
  demand: ({ last }) => last(inUse) + last(waiting),
  waiting: ({ last }) => last(waiting),
  scrapes: ({ slowest }) => slowest,
};

export class ObservedShop {
  private readonly answers: Answer[] = [];
  private readonly scrapes: Scrape[] = [];
  private readonly stopped = new AbortController();

  public constructor(
    private readonly url: string,
    private readonly hastened: Hastened,
  ) {
    void this.scrapeOn();
  }

  public readonly onAnswer = (answer: Answer): void => void this.answers.push(answer);

  public readonly forget = (): void => {
    this.answers.length = 0;
    this.scrapes.length = 0;
  };

  public stop(): void {
    this.stopped.abort();
  }

  /** For the optimizer's own expressions about this workload; of any other it knows nothing. */
  public source(workload: { readonly namespace: string; readonly deployment: string }): MetricsSource {
    const asked = { load: presentLoad(workload), scrapes: scrapeSeconds(workload), ...harmSignals(workload, 'backend'), ...tunedMeasures('backend', workload) };
    const names = new Map(Object.entries(asked).map(([name, expression]) => [this.hastened.shorter(expression), name]));
    const valueAt = (expression: string, at: number): number | undefined => {
      const compute = computed[names.get(expression) ?? ''];
      return compute?.(this.stretch(at));
    };
    return {
      range: (expression, { from, until, step }: MetricsRange) => {
        const times = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => from + index * step);
        const samples = times.flatMap((at) => {
          const value = at < (this.scrapes[0]?.at ?? Infinity) ? undefined : valueAt(expression, at);
          return value === undefined ? [] : [{ at, value }];
        });
        return Promise.resolve(answerWith(samples));
      },
      instant: () => Promise.resolve(answerWith([])),
    };
  }

  private stretch(at: number): Stretch {
    const seconds = window / this.hastened.factor;
    const inside = <Item extends { readonly at: number }>(items: readonly Item[]): readonly Item[] =>
      items.slice(items.findLastIndex((item) => item.at <= at - seconds) + 1).filter((item) => item.at <= at);
    const all = inside(this.scrapes);
    const scrapes = all.filter(({ values }) => values.size > 0);
    const value = (scrape: Scrape | undefined, name: string): number => scrape?.values.get(name) ?? Number.NaN;
    return {
      answers: inside(this.answers),
      seconds,
      last: (name) => value(scrapes.at(-1), name),
      mean: (name) => scrapes.reduce((sum, scrape) => sum + value(scrape, name), 0) / scrapes.length,
      grown: (name) => value(scrapes.at(-1), name) - value(scrapes[0], name),
      slowest: all.length === 0 ? Number.NaN : Math.max(...all.map(({ seconds }) => seconds)),
    };
  }

  private async scrapeOn(): Promise<void> {
    const { signal } = this.stopped;
    for (let due = Date.now() / 1000; !signal.aborted; due = Math.max(due + interval / this.hastened.factor, Date.now() / 1000 - 1)) {
      await delay(Math.max(due - Date.now() / 1000, 0) * 1000, undefined, { signal }).catch(() => undefined);
      const values = await this.scraped(signal);
      const at = Date.now() / 1000;
      this.scrapes.push({ at, seconds: at - due, values });
    }
  }

  /** Empty where there is no answer in time. */
  private async scraped(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    try {
      const text = await (await fetch(`${this.url}/metrics`, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) })).text();
      return new Map(Array.from(text.matchAll(/^(backend_\S+) (\S+)$/gm), ([, name = '', value]) => [name, Number(value)]));
    } catch {
      return new Map();
    }
  }
}

function answerWith(samples: readonly { readonly at: number; readonly value: number }[]): MetricsAnswer {
  return { kind: 'series', series: samples.length === 0 ? [] : [{ labels: {}, samples }], warnings: [] };
}
