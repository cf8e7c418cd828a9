/** Containers that run beside an application for as long as its pod does: started before it, and stopped after it. */
import { z } from 'zod';
import { variableName, words } from './container';
import { dnsLabel, pinnedImage, port } from './fields';
import { cpu, memory } from './quantities';

/** How the kubelet sees that it has started: the application waits for it. Where it answers no longer, it is started again. */
const question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    port,
    path: z.string().regex(/^\/[-\w./]*$/, 'must be a path such as "/startup"'),
    /** Where it is asked once it has started. @default - `path` */
    live: z
      .string()
      .regex(/^\/[-\w./]*$/, 'must be a path such as "/liveness"')
      .optional(),
  }),
  z.strictObject({ kind: z.literal('port'), port }),
  z.strictObject({ kind: z.literal('command'), command: words }),
]);

export const sidecar = z.strictObject({
  /** Name of its container. */
  name: dnsLabel,
  image: pinnedImage,
  /** In place of the image's own entry point. @default - the image's */
  command: words.optional(),
  /** @default - the image's */
  args: words.optional(),
  /** Plain settings. @default - none */
  env: z.record(variableName, z.string()).optional(),
  cpu: z.strictObject({ request: cpu, limit: cpu }),
  memory: z.strictObject({ request: memory, limit: memory }),
  started: question,
});

export type Sidecar = z.infer<typeof sidecar>;

/** Port at which it is asked, which is a port of the whole pod. @default - a command asks */
export function portOf({ started }: Pick<Sidecar, 'started'>): number | undefined {
  return started.kind === 'command' ? undefined : started.port;
}

/** Name of that port in the pod: 15 characters at most, and no hyphen at its end. */
export function portNameOf(sidecar: string): string {
  return sidecar.slice(0, 15).replace(/-+$/, '');
}
