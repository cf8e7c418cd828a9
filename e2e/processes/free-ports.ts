import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux and macOS give to outgoing connections. Port 0 would be simpler, but it takes one of those, and any of the
 * many connections on this machine may own it by the time the process binds it, or binds it again after a restart.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;

const handedOut = new Set<number>();

/** An unused loopback port. The program never returns the same port twice. */
export async function freePort(): Promise<number> {
  while (handedOut.size <= LAST_PORT - FIRST_PORT) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no loopback port is free from ${FIRST_PORT} to ${LAST_PORT}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
