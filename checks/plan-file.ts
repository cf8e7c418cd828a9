/** Reads generated plans from disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Plan } from './plan';
import { ownTextOf } from './text-file';
import { yamlDocument } from './yaml';

const properties = z.record(z.string(), z.unknown());
const shape = z.object({
  environment: z.string(),
  resources: z.array(z.object({ type: z.string(), name: z.string(), options: properties.optional(), inputs: properties.optional() })),
});

/** @throws Error when the plan is missing, or the file is not a plan */
export function readPlan(folder: string, environment: string): Plan {
  const file = join(folder, `${environment}.yaml`);
  if (!existsSync(file)) throw new Error(`${file}: the plan must be made first (npm run plan)`);
  return parsePlan(ownTextOf(file), file);
}

/** @throws Error when the text is not a plan */
export function parsePlan(yaml: string, file: string): Plan {
  const result = shape.safeParse(documentIn(yaml, file));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${file}: must be a plan, and ${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'is unreadable'}`);
  }
  const { environment, resources } = result.data;
  return { environment, file, resources: resources.map(({ type, name, options = {}, inputs = {} }) => ({ type, name, options, inputs })) };
}

function documentIn(yaml: string, file: string): unknown {
  try {
    return yamlDocument(yaml);
  } catch (error) {
    throw new Error(`${file}: must be YAML, received ${error instanceof Error ? error.message : String(error)}`);
  }
}
