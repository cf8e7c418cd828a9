import { freePort } from '../processes/free-ports';
import { LoopbackServer } from '../processes/loopback-server';
import type { SpanCounters } from './span-counters';

/** Source of a gateway's counters. */
export interface CounterSource {
  /** New counters at zero, in the order of the workloads. */
  fresh(): readonly SpanCounters[];
  /** Counts everything up to now: a scrape must not return old values, or rates would jitter with the period of a loop. */
  advance(): void;
}

/** A simulated collector gateway: a scrape address with counters, which can die and restart with counters at zero. */
export class Gateway {
  private server: LoopbackServer | undefined;
  private counters: readonly SpanCounters[] = [];

  private constructor(
    public readonly name: string,
    private readonly port: number,
    private readonly source: CounterSource,
  ) {}

  public static async start(name: string, source: CounterSource): Promise<Gateway> {
    const gateway = new Gateway(name, await freePort(), source);
    await gateway.restart();
    return gateway;
  }

  /** `host:port` for the scrape. */
  public get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  public get alive(): boolean {
    return this.server !== undefined;
  }

  /** Its counters, in the order of the workloads; none while it is dead. */
  public get current(): readonly SpanCounters[] {
    return this.alive ? this.counters : [];
  }

  public async kill(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    await server?.stop();
  }

  public async restart(): Promise<void> {
    await this.kill();
    this.counters = this.source.fresh();
    this.server = await LoopbackServer.start((_, response) => {
      this.source.advance();
      response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(`${this.counters.map((counters) => counters.expose()).join('\n')}\n`);
    }, this.port);
  }
}
