/** The gauges that an optimizer publishes for one workload, from a server of the scenario's own. */
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
    if (this.server === undefined) throw new Error('the forecast must have been started, received none that was');
    return this.server.address;
  }

  /** The same for ever, and valid for so many seconds: what a process says that hangs. */
  public publish(replicas: number, seconds: number): void {
    const labels = `{target_namespace="${this.target.namespace}",target_deployment="${this.target.deployment}"}`;
    const validUntil = Math.ceil(Date.now() / 1000) + seconds;
    this.text = `${metrics.forecast.name}${labels} ${replicas}\n${metrics.validUntil.name}${labels} ${validUntil}\n`;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }
}
