/** A proxy between Prometheus and the optimizer that can spoil the scraped gauges, like a process that hangs or gives invalid numbers. */
import { LoopbackServer } from '../processes/loopback-server';

/** `whole` forwards the optimizer's metrics, `frozen` repeats its last ones, and `not a number` replaces every value by NaN. */
export type Spoiling = 'whole' | 'frozen' | 'not a number';

export class SpoiledMetrics {
  private how: Spoiling = 'whole';
  private said = '';
  private server: LoopbackServer | undefined;

  private constructor(private readonly optimizer: string) {}

  /** @param optimizer its URL, `http://…` */
  public static async start(optimizer: string): Promise<SpoiledMetrics> {
    const metrics = new SpoiledMetrics(optimizer);
    metrics.server = await LoopbackServer.start((_, response) => {
      void metrics.read().then(
        (text) => response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(text),
        () => response.writeHead(502).end(),
      );
    });
    return metrics;
  }

  /** `host:port` */
  public get address(): string {
    if (this.server === undefined) throw new Error('the metrics must have been started, received none that were');
    return this.server.address;
  }

  public spoil(how: Spoiling): void {
    this.how = how;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  private async read(): Promise<string> {
    if (this.how === 'frozen') return this.said;
    const answer = await fetch(`${this.optimizer}/metrics`);
    if (!answer.ok) throw new Error(`the optimizer must answer with 200, answered ${answer.status}`);
    this.said = await answer.text();
    return this.how === 'whole' ? this.said : this.said.replace(/^([^#\n]* )\S+$/gm, '$1NaN');
  }
}
