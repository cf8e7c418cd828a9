/** Required fields of a missing object, so that its author is told all of them at once. */
import { z } from 'zod';

/** Names of the fields without a default of the object at a path, where that is an object; none of anything else. */
export function requiredFields(schema: z.ZodType, source: unknown, path: readonly PropertyKey[]): readonly string[] {
  const [step, ...rest] = path;
  const plain = unwrapped(schema);
  if (step === undefined) return plain instanceof z.ZodObject ? Object.keys(plain.shape).filter((name) => !(plain.shape[name] instanceof z.ZodOptional)) : [];
  const inner = within(plain, source, step);
  return inner === undefined ? [] : requiredFields(inner, memberOf(source, step), rest);
}

/** The schema inside of an optional one, or at the start of a pipe such as a transform. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema;
}

function within(schema: z.ZodType, source: unknown, step: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)] as z.ZodType | undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const by = schema.def.discriminator;
  const chosen = (schema.options as readonly z.ZodType[]).find((option) => literalOf(option, by).includes(memberOf(source, by)));
  return chosen === undefined ? undefined : within(unwrapped(chosen), source, step);
}

function literalOf(option: z.ZodType, by: string): readonly unknown[] {
  const literal: unknown = option instanceof z.ZodObject ? option.shape[by] : undefined;
  return literal instanceof z.ZodLiteral ? [...literal.values] : [];
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
