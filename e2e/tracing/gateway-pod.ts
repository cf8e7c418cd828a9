/** A gateway with its sidecar in one pod, and the part of the kubelet for both. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guardArguments, guardFile, queueLink, startLog, type CollectorConfig } from '../../charts/collector-config';
import { stringify } from 'yaml';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { binaryOf } from '../toolchain/build';

export interface GatewayPod {
  readonly processes: ProcessGroup;
  /** Name of its log. */
  readonly name: string;
  readonly config: (changes: { readonly queueFolder: string; readonly startLog: string }) => CollectorConfig;
  /** Address of its health extension, `host:port`. */
  readonly health: string;
  /** Where its volume is mounted. */
  readonly queueFolder: string;
  /** Shell commands that happen to the volume before anything starts, in a mount namespace of the pod's own. @default - nothing */
  readonly before?: string;
}

/**
 * What is beside comes first; what ends is started again, here after a second and without growing waits. Programs run without the right to look into files that
 * are not theirs, as in a pod, also where this one has it.
 */
export async function startGatewayPod({ processes, name, config, health, queueFolder, before = '' }: GatewayPod): Promise<Running> {
  const ownFolder = processes.scratchFolder(`${name}-own`);
  const folder = processes.scratchFolder(`${name}-config`);
  const [file, script] = [join(folder, 'config.yaml'), join(folder, 'pod.sh')];
  await writeFile(file, stringify(config({ queueFolder: queueLink(ownFolder), startLog: startLog(ownFolder) }), { aliasDuplicateObjects: false }));
  const beside = ['env PATH="$GUARD_PATH$PATH" sh', guardFile, ...guardArguments({ queueFolder, ownFolder, healthPort: Number(health.split(':')[1]) })].join(
    ' ',
  );
  const again = (command: string): string => `while :; do ${restricted} ${command}; sleep 1; done`;
  await writeFile(script, `${imageShell(folder)}\n${before}\n${again(beside)} &\nsleep 1\n${again(`${binaryOf('otelcol')} --config=${file}`)}\n`);
  return processes.start({
    name,
    command: 'unshare',
    args: ['--map-root-user', '--mount', 'sh', script],
    url: `http://${health}`,
    readyPath: '/',
    readyWithin: '120s',
  });
}

/** A root that may not read and write what the mode of a file forbids. */
const restricted = 'setpriv --bounding-set=-dac_override,-dac_read_search';

/** With what the guard runs here: a run without busybox shows less than one with it, and must say so. */
export async function guardShell(): Promise<string> {
  try {
    await promisify(execFile)('busybox', ['true']);
    return 'busybox, as in its image';
  } catch {
    return 'the shell of this machine, which has no busybox (apt install busybox-static)';
  }
}

/** The guard runs with busybox, as in its image, where this machine has it; else with another shell and programs of the same standard. */
function imageShell(folder: string): string {
  return `GUARD_PATH=; if command -v busybox >/dev/null; then mkdir -p ${folder}/bin && busybox --install -s ${folder}/bin && GUARD_PATH=${folder}/bin:; fi`;
}
