/** An address for a Service on this machine, which has no kube-proxy: connections go to its endpoints in turn, and a dead endpoint stays among them for a while. */
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../processes/free-ports';
import { milliseconds, type Duration } from '../../config/duration';
import { probeFailure } from '../processes/probe';

export interface Endpoint {
  /** With `http://`. */
  readonly url: string;
  readonly readyPath: string;
}

export interface ServiceAddressOptions {
  readonly endpoints: readonly Endpoint[];
  /** Time for which a dead endpoint still gets connections: until its probe has failed often enough, or its node is marked as gone. */
  readonly noticed: Duration;
  /** Time for which a recovered endpoint must answer before it gets connections. */
  readonly trusted: Duration;
  /** Between two probes of one endpoint. */
  readonly period: Duration;
}

export class ServiceAddress {
  /** State of each endpoint and the time of its last change in milliseconds; endpoints without an entry are ready. */
  private readonly seen = new Map<Endpoint, { readonly answers: boolean; readonly since: number }>();
  private turn = 0;

  private constructor(
    public readonly url: string,
    private readonly options: ServiceAddressOptions,
  ) {}

  public static async start(options: ServiceAddressOptions): Promise<ServiceAddress> {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    const probing = setInterval(() => void Promise.all(options.endpoints.map((endpoint) => address.probe(endpoint))), milliseconds(options.period));
    // it must not keep the program alive
    server.unref();
    probing.unref();
    const address = new ServiceAddress(`http://127.0.0.1:${port}`, options);
    server.on('connection', (client) => address.forward(client));
    return address;
  }

  private async probe(endpoint: Endpoint): Promise<void> {
    const failure = await probeFailure({ url: `${endpoint.url}${endpoint.readyPath}`, caFile: undefined });
    const answers = failure === undefined;
    if ((this.seen.get(endpoint)?.answers ?? true) !== answers) this.seen.set(endpoint, { answers, since: performance.now() });
  }

  private isReady(endpoint: Endpoint): boolean {
    const { noticed, trusted } = this.options;
    const seen = this.seen.get(endpoint);
    if (seen === undefined) return true;
    const lasting = performance.now() - seen.since;
    return seen.answers ? lasting >= milliseconds(trusted) : lasting < milliseconds(noticed);
  }

  private forward(client: Socket): void {
    const given = this.options.endpoints.filter((endpoint) => this.isReady(endpoint));
    const chosen = given[this.turn++ % given.length];
    if (chosen === undefined) return void client.destroy();
    const { hostname, port } = new URL(chosen.url);
    const server = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    client.pipe(server).pipe(client);
  }
}
