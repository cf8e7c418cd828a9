/** A sidecar of each gateway that prevents a damaged queue from stopping it (queue-guard.sh describes how). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-28';
import { seconds, type Duration } from '../../config/quantities';
import { amounts } from '../resources';
import { restrictedContainer } from '../restricted';

/** Path of the script in this repository. */
export const guardFile = join(__dirname, 'queue-guard.sh');

/** Name of the script in the ConfigMap with the collector's configuration. */
export const guardName = 'queue-guard.sh';

/** Text of the script, for the ConfigMap. */
export const guardText = readFileSync(guardFile, 'utf8');

/** File to which a gateway also writes its log. The guard counts starts in it and empties it after each good start. */
export function startLog(ownFolder: string): string {
  return `${ownFolder}/starts.log`;
}

/** Path of the queue's folder for the gateway: a link to the volume, or to the pod's own folder where no queue can be opened on the volume. */
export function queueLink(ownFolder: string): string {
  return `${ownFolder}/queue`;
}

export interface QueueGuardProps {
  /** Image with a shell (busybox); the collector's has none. */
  readonly image: string;
  /** Folder with the script. */
  readonly programFolder: string;
  /** Mount path of the volume. */
  readonly queueFolder: string;
  /** A folder that all containers of the pod share, and that ends with it. */
  readonly ownFolder: string;
  readonly healthPort: number;
  readonly mounts: readonly k8s.VolumeMount[];
}

/** Name of the container. */
export const guard = 'queue-guard';

/** Requests and limits of the guard: CPU in thousandths of a core, memory and disk (its log) in mebibytes. */
export const guardSizes = { cpu: { request: 10, limit: 100 }, memory: { request: 16, limit: 32 }, disk: { request: 32, limit: 64 } } as const;

/** Time between two checks. */
const poll: Duration = '2s';
/** How long the collector must run for its start to count as good. */
const survived: Duration = '300s';

/** Arguments of the script. */
export function guardArguments({ queueFolder, ownFolder, healthPort }: Pick<QueueGuardProps, 'queueFolder' | 'ownFolder' | 'healthPort'>): readonly string[] {
  return [queueFolder, ownFolder, healthPort, seconds(poll), seconds(survived)].map(String);
}

/** A container that runs as long as the pod. An init container would not do: when the collector restarts within its pod, init containers do not run again. */
export function queueGuard(props: QueueGuardProps): k8s.Container {
  const { cpu, memory, disk } = guardSizes;
  const of = (kind: 'request' | 'limit') => amounts(`${cpu[kind]}m`, `${memory[kind]}Mi`, `${disk[kind]}Mi`);
  return {
    name: guard,
    image: props.image,
    imagePullPolicy: 'IfNotPresent',
    restartPolicy: 'Always',
    command: ['sh', `${props.programFolder}/${guardName}`, ...guardArguments(props)],
    resources: { requests: of('request'), limits: of('limit') },
    securityContext: restrictedContainer,
    volumeMounts: [...props.mounts],
  };
}
