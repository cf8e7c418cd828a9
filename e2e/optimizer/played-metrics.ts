/** A simulated Prometheus with a daily load, for scenarios about other dependencies of the optimizer. */
import type { ServerResponse } from 'node:http';
import { namespaces } from '../../config/names';
import { recorded } from '../../config/telemetry';
import { LoopbackServer } from '../processes/loopback-server';
import { playedVitals } from './played-vitals';

type Playing = 'whole' | 'gone' | 'NaN' | 'stale';

const metric = { namespace: namespaces.backend, deployment: 'backend' };
const day = 86_400;

/** A pool of ten of which one connection is used, and a latency of a fifth of a second; the first of them that is asked for. */
const ofApplication: Readonly<Record<string, (at: number) => number>> = {
  sql_pool_in_use: () => 1,
  sql_pool_size: () => 10,
  sql_pool_waiting: () => 0,
  latency_seconds: (at) => 0.2 * (1 + 0.02 * Math.sin(at / 7)),
};

/** A volume, by the name of its series: it has 500 MiB when the simulation starts, and grows by two a day, with a wave. */
export const filled = 'simulated_volume_mebibytes';
const begun = Date.now() / 1000;
const filledAt = (at: number): number => 500 + (2 * (at - begun)) / day + 3 * Math.sin((2 * Math.PI * at) / day);

/** Replicas that the autoscaler's signals ask for. */
const desired: Readonly<Record<string, number>> = { cpu: 7, request_rate: 9, latency: 0, forecast: 12 };

/** Pods that are ready. */
const ready = 14;

export class PlayedMetrics {
  public how: Playing = 'whole';
  /** Time from which requests take three times as long, in seconds since 1970. */
  public slowFrom = Infinity;
  /** End of half an hour with four times the load, in seconds since 1970. */
  public crowdUntil = 0;
  private server: LoopbackServer | undefined;

  private constructor() {}

  public static async start(): Promise<PlayedMetrics> {
    const metrics = new PlayedMetrics();
    metrics.server = await LoopbackServer.start((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => metrics.answer(request.url ?? '', new URLSearchParams(Buffer.concat(chunks).toString('utf8')), response));
    });
    return metrics;
  }

  public get url(): string {
    if (this.server === undefined) throw new Error('the metrics must have been started, received none that were');
    return this.server.url;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** The daily load plus a wave of twenty minutes, so that decisions occur during a scenario; four times as high during the crowd. */
  private load(at: number): number {
    const times = at > this.crowdUntil - 1800 && at <= this.crowdUntil ? 4 : 1;
    return times * this.usual(at);
  }

  private usual(at: number): number {
    return 1000 + 500 * Math.sin((2 * Math.PI * at) / day) + 350 * Math.sin((2 * Math.PI * at) / 1200);
  }

  private answer(path: string, asked: URLSearchParams, response: ServerResponse): void {
    if (this.how === 'gone') return void response.destroy();
    const send = (resultType: string, result: unknown): void =>
      void response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ status: 'success', data: { resultType, result } }));
    const query = asked.get('query') ?? '';
    if (path.endsWith('/query')) send('vector', this.instant(query, Number(asked.get('time'))));
    else send('matrix', this.range(query, asked));
  }

  private instant(query: string, at: number): readonly object[] {
    const vitals = playedVitals(query, this.slowFrom);
    if (vitals !== undefined) return vitals.map(({ labels, value }) => ({ metric: labels, value: [at, String(value(at))] }));
    if (query.includes(recorded.desiredPrefix)) return signalsAt(at);
    if (query === recorded.ready) return [{ metric, value: [at, String(ready)] }];
    return [{ metric, value: [at, String(this.how === 'NaN' ? Number.NaN : at - (this.how === 'stale' ? 300 : 5))] }];
  }

  private range(query: string, asked: URLSearchParams): readonly object[] {
    const [from = 0, until = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
    const times = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => from + index * step);
    const vitals = playedVitals(query, this.slowFrom);
    if (vitals !== undefined) return vitals.map(({ labels, value }) => ({ metric: labels, values: times.map((at) => [at, String(value(at))]) }));
    if (query === filled) return [{ metric, values: times.map((at) => [at, String(filledAt(at))]) }];
    const [name, own] = Object.entries(ofApplication).find(([one]) => query.includes(one)) ?? [];
    const slower = (at: number): number => (name === 'latency_seconds' && at >= this.slowFrom ? 3 : 1);
    const value = (at: number): number => (own === undefined ? this.load(at - step / 2) : slower(at) * own(at));
    return [{ metric, values: times.map((at) => [at, String(this.how === 'NaN' ? Number.NaN : value(at))]) }];
  }
}

function signalsAt(at: number): readonly object[] {
  return Object.entries(desired).map(([signal, replicas]) => ({
    metric: { ...metric, __name__: `${recorded.desiredPrefix}${signal}` },
    value: [at, String(replicas)],
  }));
}
