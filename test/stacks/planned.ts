import { valueAt } from '../../config/record';
import type { Plan } from '../../stacks/plan';
import type { PlannedResource } from '../../stacks/plan-recorder';

/** Resources of a type, by the last part of its token. */
export function ofType({ resources }: Plan, type: string): readonly PlannedResource[] {
  return resources.filter((resource) => resource.type.endsWith(`:${type}`));
}

/** The only resource of a type, with a name if there are several. */
export function only(plan: Plan, type: string, name?: string): PlannedResource {
  const [found, ...others] = ofType(plan, type).filter((resource) => name === undefined || resource.name === name);
  if (found === undefined || others.length > 0)
    throw new Error(`a plan must have one ${type} ${name ?? ''}, received ${others.length + (found === undefined ? 0 : 1)}`);
  return found;
}

/** An input by its path. */
export function input({ inputs }: PlannedResource, path: string): unknown {
  return valueAt(inputs, path);
}

/** Every text in a value, however deep. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
