/** Balances connections like a Service: each goes to a random pod and stays there until it is closed. */
import { connect, createServer } from 'node:net';
import { freePort } from '../processes/free-ports';

export interface ConnectionBalancer {
  /** With `http://`. */
  readonly url: string;
  /** Sets the addresses for new connections, `host:port` each. */
  balance(addresses: readonly string[]): void;
  close(): Promise<void>;
}

/** @param choose returns a number from 0 up to 1, which selects the pod of a connection */
export async function startConnectionBalancer(choose: () => number): Promise<ConnectionBalancer> {
  let pods: readonly string[] = [];
  const server = createServer((client) => {
    const [host, port] = (pods[Math.floor(choose() * pods.length)] ?? '').split(':');
    const pod = connect({ host: host ?? '', port: Number(port) });
    for (const [from, to] of [[client, pod] as const, [pod, client] as const]) {
      from.pipe(to);
      from.once('error', () => to.destroy());
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    balance: (addresses) => void (pods = addresses),
    close: async () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
