/** A container beside each gateway that keeps a damaged queue from stopping it (queue-guard.sh says how). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-28';
import { seconds, type Duration } from '../../config/quantities';
import { amounts } from '../resources';
import { restrictedContainer } from '../restricted';

/** The program in this repository. */
export const guardFile = join(__dirname, 'queue-guard.sh');

/** Its name beside the collector's configuration. */
export const guardName = 'queue-guard.sh';

/** Its text, for a ConfigMap. */
export const guardText = readFileSync(guardFile, 'utf8');

/** Where a gateway writes its log besides, from which its starts are counted; emptied after each good start. */
export function startLog(ownFolder: string): string {
  return `${ownFolder}/starts.log`;
}

/** Where a gateway finds the folder of its queue: a link to the volume, or to the pod's own folder where the volume takes no queue. */
export function queueLink(ownFolder: string): string {
  return `${ownFolder}/queue`;
}

export interface QueueGuardProps {
  /** One that is made from busybox: the collector's own has no shell. */
  readonly image: string;
  /** Folder with the program. */
  readonly programFolder: string;
  /** Where the volume is mounted. */
  readonly queueFolder: string;
  /** A folder that all containers of the pod share, and that ends with it. */
  readonly ownFolder: string;
  readonly healthPort: number;
  readonly mounts: readonly k8s.VolumeMount[];
}

/** Name of the container. */
export const guard = 'queue-guard';

/** What it takes beside a gateway, in thousandths of a core and mebibytes; of the node's disk its log. */
export const guardSizes = { cpu: { request: 10, limit: 100 }, memory: { request: 16, limit: 32 }, disk: { request: 32, limit: 64 } } as const;

/** Between two looks. */
const poll: Duration = '2s';
/** How long a start must last to be a good one. */
const survived: Duration = '300s';

/** Arguments of the program. */
export function guardArguments({ queueFolder, ownFolder, healthPort }: Pick<QueueGuardProps, 'queueFolder' | 'ownFolder' | 'healthPort'>): readonly string[] {
  return [queueFolder, ownFolder, healthPort, seconds(poll), seconds(survived)].map(String);
}

/** Runs as long as the pod: containers that end are started again inside of it, without the init containers that ran to their end. */
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
