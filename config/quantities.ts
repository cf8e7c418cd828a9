/** Quantities as people write them in Kubernetes and Prometheus; the unit is part of the type, so `'10s'` and `'10m'` cannot be confused. */
import { z } from 'zod';

/** A length of time in whole seconds, for example `15s`. */
export const duration = z.templateLiteral([z.int().min(0), 's']);
export type Duration = z.infer<typeof duration>;

/** Processor time in thousandths of a core, for example `250m`. */
export const cpu = z.templateLiteral([z.int().min(1), 'm']);
export type Cpu = z.infer<typeof cpu>;

/** Memory or storage in mebibytes (2^20 bytes), for example `512Mi`. */
export const memory = z.templateLiteral([z.int().min(1), 'Mi']);
export type Memory = z.infer<typeof memory>;

/** `15s` → 15. */
export function seconds(value: Duration): number {
  return Number(value.slice(0, -1));
}

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
