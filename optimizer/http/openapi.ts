/** The API as an OpenAPI 3.1 document, made of the schemas that its answers are held to. */
import { z } from 'zod';
import { schemas } from './schemas';

const titles: Readonly<Record<keyof typeof schemas, string>> = {
  '/health': 'Whether the process is alive; 503 when its ticks are stuck.',
  '/health/ready': 'Whether it serves; 503 before its first tick and while it stops.',
  '/health/optimization': 'Whether what is published for every workload is in force; 503 when it is not.',
  '/api/v1/workloads': 'What is known of each workload: load, trust, signals of its autoscaler, tunables.',
  '/api/v1/forecasts': 'The bins that matter now, with their 90 % interval.',
  '/api/v1/anomalies': 'Bins of the load that are unlike their past, the newest first.',
  '/api/v1/decisions': 'What policies decided or refused, with reasons, the newest first.',
  '/api/v1/proposals': 'What is advised and waits for somebody.',
};

const content = (schema: z.ZodType): object => ({ 'application/json': { schema: z.toJSONSchema(schema, { target: 'draft-2020-12' }) } });
function read(path: keyof typeof schemas): object {
  const isHealth = path.startsWith('/health');
  const answer = { description: titles[path], content: content(schemas[path]) };
  return { get: { summary: titles[path], responses: { 200: answer, ...(isHealth ? { 503: answer } : {}) } } };
}

export const openapi = {
  openapi: '3.1.0',
  info: { title: 'lyo optimizer', version: '1', description: 'What the optimizer sees, expects, decides and has undone. Nothing is written through it.' },
  paths: Object.fromEntries((Object.keys(schemas) as (keyof typeof schemas)[]).map((path) => [path, read(path)])),
} as const;
