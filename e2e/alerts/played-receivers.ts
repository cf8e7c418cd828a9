/** PagerDuty, a Slack webhook and a deadman switch in one loopback server that keeps the messages. */
import type { IncomingMessage } from 'node:http';
import { LoopbackServer } from '../processes/loopback-server';

export type ReceiverName = 'page' | 'ticket' | 'deadman';

/** One request of Alertmanager. */
export interface Delivery {
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number;
  readonly body: unknown;
  /** Whether the simulated receiver accepted it. */
  readonly accepted: boolean;
}

export class PlayedReceivers {
  private readonly received: Record<ReceiverName, Delivery[]> = { page: [], ticket: [], deadman: [] };

  private server: LoopbackServer | undefined;

  private constructor(private readonly routingKey: string) {}

  /** @param routingKey the only key that PagerDuty accepts with 202; others get 400 (developer.pagerduty.com/docs/events-api-v2) */
  public static async start(routingKey: string): Promise<PlayedReceivers> {
    const receivers = new PlayedReceivers(routingKey);
    receivers.server = await LoopbackServer.start((request, response) => {
      void textOf(request).then((text) => {
        const { status, text: answer } = receivers.take(request.url ?? '', text);
        response.writeHead(status, { 'Content-Type': 'text/plain' }).end(answer);
      });
    });
    return receivers;
  }

  public url(receiver: ReceiverName): string {
    return `${this.server?.url ?? ''}/${receiver}`;
  }

  /** Deliveries to a receiver, oldest first. */
  public of(receiver: ReceiverName): readonly Delivery[] {
    return this.received[receiver];
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  private take(path: string, text: string): { readonly status: number; readonly text: string } {
    const receiver = path.slice(1);
    if (!isReceiver(receiver)) return { status: 404, text: `nobody is at ${path}` };
    const body: unknown = JSON.parse(text);
    const accepted = receiver !== 'page' || keyOf(body) === this.routingKey;
    this.received[receiver].push({ at: Date.now(), body, accepted });
    if (!accepted) return { status: 400, text: 'invalid routing key' };
    return receiver === 'page' ? { status: 202, text: 'queued' } : { status: 200, text: 'ok' };
  }
}

function isReceiver(name: string): name is ReceiverName {
  return name === 'page' || name === 'ticket' || name === 'deadman';
}

function keyOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'routing_key' in body ? body.routing_key : undefined;
}

async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
