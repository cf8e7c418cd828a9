/** Building blocks for schemas of Kubernetes objects. An absent field, null and an empty value mean the same to the API server. */
import { z } from 'zod';

export function listOf<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
}

export function mapOf<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z
    .record(z.string(), value)
    .nullish()
    .transform((map) => map ?? {});
}

export const texts = listOf(z.string());
export const textMap = mapOf(z.string());
/** A port or a count that may be a name or a percentage. */
export const integerOrText = z.union([z.int(), z.string()]);
/** Quantities by resource. */
export const amounts = mapOf(z.union([z.string(), z.number()]));
/** A reference by name only. */
export const named = z.object({ name: z.string() });
