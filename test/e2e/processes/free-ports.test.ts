import { createServer } from 'node:net';
import { freePort } from '../../../e2e/processes/free-ports';

test('ports handed out at the same time differ and can be bound', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(new Set(ports).size).toBe(50);
  const servers = ports.map((port) => createServer().listen(port, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))));
  servers.forEach((server) => server.close());
});
