/** The API as an OpenAPI 3.1 document, made from the schemas that its answers are tested against and that what is sent is read by. */
import { z } from 'zod';
import { notWritten, schemas, written } from './schemas';
import { writePaths, type WritePath } from './write-paths';

const titles: Readonly<Record<keyof typeof schemas, string>> = {
  '/health': 'Whether the process is alive; 503 when its ticks are stuck.',
  '/health/ready': 'Whether it serves; 503 before its first tick and while it stops.',
  '/health/optimization': 'Whether the published values of every workload are in force; 503 when they are not.',
  '/api/v1/workloads': 'The state of each workload: load, trust, signals of its autoscaler, tunables.',
  '/api/v1/forecasts': 'The bins that matter now, with their 90 % interval.',
  '/api/v1/anomalies': 'Bins in which the load, or what is measured with it, is unlike its past, the newest first.',
  '/api/v1/incidents': 'What was unusual at the same time and hangs together by calls, with its likely causes, the newest first.',
  '/api/v1/bottlenecks': 'Where the time of requests goes, what of it is unusual, and what relieves it.',
  '/api/v1/decisions': 'Decisions and refusals of the policies, with reasons, the newest first.',
  '/api/v1/proposals': 'Proposals that wait for a person.',
  '/api/v1/trends': 'When what grows reaches what is there for it: a day, and the days between which it lies at nine in ten.',
  '/api/v1/lessons': 'What was learned when, and why: weights, intervals and trust, the newest first.',
  '/api/v1/interventions': 'What people said: freezes that hold, and answers to proposals.',
};

const content = (schema: z.ZodType, io: 'input' | 'output' = 'output'): object => ({
  'application/json': { schema: z.toJSONSchema(schema, { target: 'draft-2020-12', io }) },
});
function read(path: keyof typeof schemas): object {
  const isHealth = path.startsWith('/health');
  const answer = { description: titles[path], content: content(schemas[path]) };
  return { get: { summary: titles[path], responses: { 200: answer, ...(isHealth ? { 503: answer } : {}) } } };
}

const refusals = {
  400: 'What was sent is not what the schema says.',
  401: 'No token of a ServiceAccount for the audience that /api/v1/interventions names.',
  403: 'The ServiceAccount may not do this.',
  404: 'No such workload, or no such proposal.',
  409: 'It would change nothing, or may not be carried out now.',
  413: 'The body is too long.',
  429: 'Too many at once.',
  503: 'The API server does not answer, so nobody knows who asks, or it could not be stored.',
} as const;

function write(path: string, { verb, body, title }: WritePath): object {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{16}$' } };
  return {
    ...(path.includes('{id}') ? { parameters: [id] } : {}),
    post: {
      summary: title,
      operationId: verb,
      security: [{ serviceAccount: [] }],
      requestBody: { required: false, content: content(body, 'input') },
      responses: {
        200: { description: 'It is stored.', content: content(written) },
        ...Object.fromEntries(Object.entries(refusals).map(([status, description]) => [status, { description, content: content(notWritten) }])),
      },
    },
  };
}

const reads = Object.fromEntries((Object.keys(schemas) as (keyof typeof schemas)[]).map((path) => [path, read(path)]));
const writes = Object.fromEntries(Object.entries(writePaths).map(([path, of]) => [path, write(path, of)]));

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: object;
}

/** @param writable whether anybody may write: paths that answer nobody are not told */
export function openapiOf(writable: boolean): OpenApi {
  const description = 'Measured load, forecasts, decisions and rollbacks of the optimizer.';
  const info = { title: 'lyo optimizer', version: '1' };
  if (!writable) return { openapi: '3.1.0', info: { ...info, description: `${description} The API is read-only.` }, paths: reads };
  const serviceAccount = {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of a ServiceAccount, made for the audience that /api/v1/interventions names.',
  };
  return {
    openapi: '3.1.0',
    info: { ...info, description: `${description} Whoever has a token of a ServiceAccount with the rights may freeze, and answer proposals.` },
    paths: { ...reads, ...writes },
    components: { securitySchemes: { serviceAccount } },
  };
}
