/** Serves the gauges that an optimizer publishes for one workload, so that a scenario chooses the forecast itself. */
import { metrics } from '../../config/telemetry';
import { LoopbackServer } from '../processes/loopback-server';

export interface ForecastTarget {
  readonly namespace: string;
  readonly deployment: string;
}

export class PublishedForecast {
  private text = '';
  private server: LoopbackServer | undefined;

  private constructor(private readonly target: ForecastTarget) {}

  /** Nothing is published at first. */
  public static async start(target: ForecastTarget): Promise<PublishedForecast> {
    const forecast = new PublishedForecast(target);
    forecast.server = await LoopbackServer.start((_, response) => {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(forecast.text);
    });
    return forecast;
  }

  /** `host:port` */
  public get address(): string {
    if (this.server === undefined) throw new Error('the server of the forecast must be started, received none');
    return this.server.address;
  }

  /**
   * Serves this forecast from now on; its `valid until` does not move, as with an optimizer that hangs.
   * @param seconds - how long it is valid from now
   */
  public publish(replicas: number, seconds: number): void {
    const labels = `{target_namespace="${this.target.namespace}",target_deployment="${this.target.deployment}"}`;
    const validUntil = Math.ceil(Date.now() / 1000) + seconds;
    this.text = `${metrics.forecast.name}${labels} ${replicas}\n${metrics.validUntil.name}${labels} ${validUntil}\n`;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }
}
