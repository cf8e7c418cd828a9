/** A client of OTLP/HTTP with a persistent connection, as SDK exporters have. */
import { Agent, request } from 'node:http';

/** Posts one span and resolves when it is acknowledged. */
export type PostSpan = () => Promise<void>;

const body = (now: number): string =>
  JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: '0af7651916cd43dd8448eb211c80319c',
                spanId: 'b7ad6b7169203331',
                name: 'GET /items',
                kind: 2,
                startTimeUnixNano: `${now}000000`,
                endTimeUnixNano: `${now}000000`,
              },
            ],
          },
        ],
      },
    ],
  });

/** @param url of a collector or of a proxy in front of it, with `http://` */
export function keepingClient(url: string): PostSpan {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async () =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/v1/traces`, { agent, method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
        response.resume();
        response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`the collector answered ${response.statusCode}`))));
      });
      sent.once('error', reject);
      sent.end(body(Date.now()));
    });
}
