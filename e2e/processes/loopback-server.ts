import { createServer, type RequestListener, type Server } from 'node:http';
import { freePort } from './free-ports';

/** An HTTP server in this program, for services that a scenario simulates. */
export class LoopbackServer {
  private constructor(
    private readonly server: Server,
    /** `host:port` */
    public readonly address: string,
  ) {}

  /** @param port @default - a free one */
  public static async start(handle: RequestListener, port?: number): Promise<LoopbackServer> {
    const listening = port ?? (await freePort());
    const server = createServer(handle);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(listening, '127.0.0.1', resolve));
    return new LoopbackServer(server, `127.0.0.1:${listening}`);
  }

  public get url(): string {
    return `http://${this.address}`;
  }

  /** Closes idle connections too, because Prometheus keeps one open. */
  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
