/** The API as an OpenAPI 3.1 document, made from the schemas that its answers are tested against. */
import { z } from 'zod';
import { schemas } from './schemas';

const titles: Readonly<Record<keyof typeof schemas, string>> = {
  '/health': 'Whether the process is alive; 503 when its ticks are stuck.',
  '/health/ready': 'Whether it serves; 503 before its first tick and while it stops.',
  '/health/optimization': 'Whether the published values of every workload are in force; 503 when they are not.',
  '/api/v1/workloads': 'The state of each workload: load, trust, signals of its autoscaler, tunables.',
  '/api/v1/forecasts': 'The bins that matter now, with their 90 % interval.',
  '/api/v1/anomalies': 'Bins in which the load, or what is measured with it, is unlike its past, the newest first.',
  '/api/v1/incidents': 'What was unusual at the same time and hangs together by calls, with its likely causes, the newest first.',
  '/api/v1/decisions': 'Decisions and refusals of the policies, with reasons, the newest first.',
  '/api/v1/proposals': 'Proposals that wait for a person.',
};

const content = (schema: z.ZodType): object => ({ 'application/json': { schema: z.toJSONSchema(schema, { target: 'draft-2020-12' }) } });
function read(path: keyof typeof schemas): object {
  const isHealth = path.startsWith('/health');
  const answer = { description: titles[path], content: content(schemas[path]) };
  return { get: { summary: titles[path], responses: { 200: answer, ...(isHealth ? { 503: answer } : {}) } } };
}

export const openapi = {
  openapi: '3.1.0',
  info: { title: 'lyo optimizer', version: '1', description: 'Measured load, forecasts, decisions and rollbacks of the optimizer. The API is read-only.' },
  paths: Object.fromEntries((Object.keys(schemas) as (keyof typeof schemas)[]).map((path) => [path, read(path)])),
} as const;
