/** Containers that run beside an application for as long as its pod does: started before it, and stopped after it. */
import { z } from 'zod';
import { variableName, variableValue, words } from './container';
import { dnsLabel, pinnedImage, port } from './fields';
import { cpu, memory } from './quantities';

/** How the kubelet probes a sidecar. The application starts after the first success; a sidecar that no longer answers is restarted. */
const question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    port,
    path: z.string().regex(/^\/[-\w./]*$/, 'must be a path such as "/startup"'),
    /** Path of the liveness probe, after the start. @default - `path` */
    live: z
      .string()
      .regex(/^\/[-\w./]*$/, 'must be a path such as "/liveness"')
      .optional(),
  }),
  z.strictObject({ kind: z.literal('port'), port }),
  z.strictObject({ kind: z.literal('command'), command: words }),
]);

export const sidecar = z.strictObject({
  /** Name of the sidecar's container. */
  name: dnsLabel,
  image: pinnedImage,
  /** In place of the image's own entry point. @default - the image's */
  command: words.optional(),
  /** @default - the image's */
  args: words.optional(),
  /** Plain settings. @default - none */
  env: z.record(variableName, variableValue).optional(),
  cpu: z.strictObject({ request: cpu, limit: cpu }),
  memory: z.strictObject({ request: memory, limit: memory }),
  started: question,
});

export type Sidecar = z.infer<typeof sidecar>;

/** Port at which the kubelet probes the sidecar; no other container of the pod can use it. @returns undefined where a command is the probe */
export function portOf({ started }: Pick<Sidecar, 'started'>): number | undefined {
  return started.kind === 'command' ? undefined : started.port;
}

/** Name of the probed port: at most 15 characters, without a hyphen at its end. */
export function portNameOf(sidecar: string): string {
  return sidecar.slice(0, 15).replace(/-+$/, '');
}
