import { z } from 'zod';
import { container, type Container } from './container';
import { labelSelector } from './selector';
import { listOf, named } from './shape';

const items = listOf(z.object({ key: z.string() }));
const optional = z.boolean().nullish();

/** One source of a projected volume. */
const projection = z.object({
  configMap: z.object({ name: z.string(), optional, items }).nullish(),
  secret: z.object({ name: z.string(), optional, items }).nullish(),
});

/** Loose, because the remaining key is the kind of the volume. */
const volume = z.looseObject({
  name: z.string(),
  configMap: z.object({ name: z.string(), optional, items }).nullish(),
  secret: z.object({ secretName: z.string(), optional, items }).nullish(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
  ephemeral: z.object({ volumeClaimTemplate: z.object({ spec: z.object({ storageClassName: z.string().nullish() }) }).nullish() }).nullish(),
  projected: z.object({ sources: listOf(projection) }).nullish(),
  csi: z.object({ driver: z.string(), volumeAttributes: z.record(z.string(), z.string()).nullish() }).nullish(),
});
type Volume = z.infer<typeof volume>;

export const podSpec = z.object({
  serviceAccountName: z.string().nullish(),
  priorityClassName: z.string().nullish(),
  terminationGracePeriodSeconds: z.int().nullish(),
  imagePullSecrets: listOf(named),
  hostNetwork: z.boolean().nullish(),
  hostPID: z.boolean().nullish(),
  hostIPC: z.boolean().nullish(),
  securityContext: z
    .object({ runAsNonRoot: z.boolean().nullish(), runAsUser: z.int().nullish(), seccompProfile: z.object({ type: z.string() }).nullish() })
    .nullish(),
  containers: z.array(container),
  initContainers: listOf(container),
  volumes: listOf(volume),
  topologySpreadConstraints: listOf(
    z.object({ topologyKey: z.string(), maxSkew: z.int().nullish(), whenUnsatisfiable: z.string().nullish(), labelSelector: labelSelector.nullish() }),
  ),
});
export type PodSpec = z.infer<typeof podSpec>;

/** All containers, including init containers. */
export function allContainers({ containers, initContainers }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}

/** Containers that run as long as the pod: init containers with `restartPolicy: Always` are among them. */
export function runningContainers({ containers, initContainers }: PodSpec): readonly Container[] {
  return [...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'), ...containers];
}

/** A ConfigMap or Secret of a pod's volume, with the volume's name and the keys that it selects. */
export interface VolumeSource {
  readonly volume: string;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly optional: boolean;
  readonly keys: readonly string[];
}

export function volumeSources({ volumes }: PodSpec): readonly VolumeSource[] {
  return volumes.flatMap((candidate) => {
    const projected = (candidate.projected?.sources ?? []).flatMap(({ configMap, secret }) => [
      source(candidate, 'ConfigMap', configMap),
      source(candidate, 'Secret', secret),
    ]);
    const secret = candidate.secret && { ...candidate.secret, name: candidate.secret.secretName };
    return [source(candidate, 'ConfigMap', candidate.configMap), source(candidate, 'Secret', secret), ...projected].filter((found) => found !== undefined);
  });
}

type Files = { readonly name: string; readonly optional?: boolean | null; readonly items: readonly { readonly key: string }[] };

function source({ name: volumeName }: Volume, kind: VolumeSource['kind'], files: Files | null | undefined): VolumeSource | undefined {
  if (files === null || files === undefined) return undefined;
  return { volume: volumeName, kind, name: files.name, optional: files.optional ?? false, keys: files.items.map(({ key }) => key) };
}
