/** Reads from a Deployment's manifest how its rollouts are guarded. */
import { z } from 'zod';
import type { ManifestObject } from '../../checks/manifest';
import { isRecord } from '../../config/record';
import { guardAnnotation } from '../../config/guarded-workloads';

const stated = z.object({
  /** Tag of the image: the beginning of the version of its pods. */
  version: z.string(),
  /** Percent of the pods at which it stops. */
  share: z.number().min(1).max(100),
  /** Seconds. */
  bake: z.number().min(0),
  /** Least number of requests for a verdict. */
  requests: z.number().min(1),
  /** Shares of requests that may fail, and that may be slower than promised. */
  failed: z.number().min(0).max(1),
  slow: z.number().min(0).max(1),
});
export type StatedGuard = z.infer<typeof stated>;

/**
 * @returns undefined where there is no guard
 * @throws Error when there is one that cannot be read: a rollout that should be guarded must not continue without a guard
 */
export function guardOf({ kind, name, namespace = '', body }: ManifestObject): StatedGuard | undefined {
  const { metadata } = body;
  const annotations = isRecord(metadata) && isRecord(metadata['annotations']) ? metadata['annotations'] : {};
  const text = annotations[guardAnnotation];
  if (kind !== 'Deployment' || text === undefined) return undefined;
  const read = stated.safeParse(asJson(text));
  if (!read.success) throw new Error(`Deployment ${namespace}/${name}: its annotation ${guardAnnotation} cannot be read: ${z.prettifyError(read.error)}`);
  return read.data;
}

function asJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
