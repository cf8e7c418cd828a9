/** A Prometheus that is played: a load that repeats daily, for what a scenario shows of the optimizer's other neighbours. */
import type { ServerResponse } from 'node:http';
import { namespaces } from '../../config/names';
import { LoopbackServer } from '../processes/loopback-server';

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

export class PlayedMetrics {
  public how: Playing = 'whole';
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

  /** Rises and falls every twenty minutes too, so that something is decided while somebody looks. */
  private load(at: number): number {
    return 1000 + 500 * Math.sin((2 * Math.PI * at) / day) + 350 * Math.sin((2 * Math.PI * at) / 1200);
  }

  private answer(path: string, asked: URLSearchParams, response: ServerResponse): void {
    const { how } = this;
    if (how === 'gone') return void response.destroy();
    const send = (resultType: string, result: unknown): void =>
      void response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ status: 'success', data: { resultType, result } }));
    if (path.endsWith('/query')) {
      const at = Number(asked.get('time'));
      return send('vector', [{ metric, value: [at, String(how === 'NaN' ? Number.NaN : at - (how === 'stale' ? 300 : 5))] }]);
    }
    const [from = 0, until = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
    const times = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => from + index * step);
    const own = Object.entries(ofApplication).find(([name]) => asked.get('query')?.includes(name) === true)?.[1];
    send('matrix', [{ metric, values: times.map((at) => [at, String(how === 'NaN' ? Number.NaN : (own?.(at) ?? this.load(at - step / 2)))]) }]);
  }
}
