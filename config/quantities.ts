/** Quantities as people write them in Kubernetes and Prometheus; the unit is part of the type, so `'10s'` and `'10m'` cannot be confused. */
import { z } from 'zod';

export { duration, durationOf, durationWithin, longDuration, milliseconds, seconds, wholeSeconds, type Duration } from './duration';

/** Up to nine digits without a sign or a leading zero: one way to write each quantity, and none that loses precision as a number. */
function quantity<Text extends string>(pattern: RegExp, rule: string): z.ZodCustom<Text, Text> {
  return z.custom<Text>((value) => typeof value === 'string' && pattern.test(value), rule);
}

/** Processor time in thousandths of a core, for example `250m`. */
export const cpu = quantity<`${number}m`>(/^[1-9]\d{0,8}m$/, 'must be thousandths of a core such as "250m"');
export type Cpu = z.infer<typeof cpu>;

/** Memory or storage in mebibytes (2^20 bytes), for example `512Mi`. */
export const memory = quantity<`${number}Mi`>(/^[1-9]\d{0,8}Mi$/, 'must be mebibytes such as "512Mi"');
export type Memory = z.infer<typeof memory>;
/** The most that a pod may write to the disk of its node. A pod that writes more is evicted before it fills the disk of its neighbours. Logs alone take up to 50 MiB per container, because the kubelet rotates them. */
export const usualScratch: Memory = '1024Mi';

/** Size of a disk in gibibytes (2^30 bytes, which Google Cloud calls GB), for example `100Gi`. */
export const disk = quantity<`${number}Gi`>(/^[1-9]\d{0,8}Gi$/, 'must be gibibytes such as "100Gi"');
export type Disk = z.infer<typeof disk>;

/** `250m` → 250 (thousandths of a core). */
export function millicores(value: Cpu): number {
  return Number(value.slice(0, -1));
}

/** `250m` → 0.25 (cores, the unit of `container_cpu_usage_seconds_total`). */
export function cores(value: Cpu): number {
  return millicores(value) / 1000;
}

/** `512Mi` → 512. */
export function mebibytes(value: Memory): number {
  return Number(value.slice(0, -2));
}

/** `512Mi` → 536870912 (bytes, the unit of `container_memory_working_set_bytes`). */
export function bytes(value: Memory): number {
  return mebibytes(value) * 1024 * 1024;
}

/** `100Gi` → 100. */
export function gibibytes(value: Disk): number {
  return Number(value.slice(0, -2));
}
