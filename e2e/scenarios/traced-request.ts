import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { eventually } from '../waiting/assertions';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { findTrace, treeOf } from '../tracing/jaeger-api';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { startShop } from '../tracing/shop';

/** The tree of one order: service, kind, name; two spaces for each level. SQLAlchemy names statements with their database, which is a file here. */
const expected = [
  /^backend server POST \/orders$/,
  /^ {2}backend internal price order$/,
  /^ {4}backend client GET$/,
  /^ {6}prices server GET \/prices\/\{item_id\}$/,
  /^ {8}prices client SELECT$/,
  /^ {2}backend client INSERT$/,
  /^ {2}backend client DEL$/,
];

export const scenario: Scenario = {
  name: 'traced-request',
  title: 'one request to the unmodified example leaves one trace with its spans in the right tree, and its log line carries the trace id',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    const { processes } = context;
    const environment = shipped('dev');
    const jaeger = await startLoopbackJaeger({ processes, environment });
    const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
    const { backend } = await startShop({ processes, environment, endpoint: gateway.http });
    context.report('the example runs twice, as backend and as its price service, with the environment of the manifest');

    const traceId = randomBytes(16).toString('hex');
    const response = await fetch(`${backend.url}/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
        // sampled on request, because only one in five ordinary traces is kept
        tracestate: 'lyo=keep',
      },
      body: JSON.stringify({ item_id: 3, quantity: 2 }),
    });
    if (response.status !== 201 && response.status !== 200) throw new Error(`the order was answered with ${response.status}: ${await response.text()}`);
    const trace = await eventually('Jaeger has the trace', () => findTrace(jaeger.url, traceId), {
      until: (found) => found !== undefined,
      timeout: '60s',
    });
    const tree = trace === undefined ? [] : treeOf(trace);
    for (const line of tree) context.report(line);
    const missing = expected.filter((wanted) => !tree.some((line) => wanted.test(line)));
    if (missing.length > 0) throw new Error(`the trace lacks ${missing.map(String).join(', ')}`);
    if (tree.some((line) => /http (send|receive)$/.test(line))) throw new Error('the trace holds spans of single ASGI messages, which the gateway must drop');
    const log = await readFile(backend.logFile, 'utf8');
    if (!log.split('\n').some((line) => line.includes(traceId) && line.includes('"request"')))
      throw new Error('no log line of the request carries its trace id');
  },
};
