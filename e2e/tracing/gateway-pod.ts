/** A gateway with its sidecar as one pod; this file does the kubelet's work for both. */
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
  /** Mount path of its volume. */
  readonly queueFolder: string;
  /** Shell commands on the volume before the start, in the pod's mount namespace. @default - none */
  readonly before?: string;
}

/**
 * The sidecar starts first; an ended program is restarted after a second, without back-off. Programs run without the right to read files that
 * are not theirs, as in a pod, even if this program has it.
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

/** Runs as root without the capabilities that bypass file modes. */
const restricted = 'setpriv --bounding-set=-dac_override,-dac_read_search';

/** The shell of the guard, for the report: a run without busybox shows less than one with it. */
export async function guardShell(): Promise<string> {
  try {
    await promisify(execFile)('busybox', ['true']);
    return 'busybox, as in its image';
  } catch {
    return 'the shell of this machine, which has no busybox (apt install busybox-static)';
  }
}

/** Uses busybox for the guard, as in its image, if this machine has it; else another POSIX shell and tools. */
function imageShell(folder: string): string {
  return `GUARD_PATH=; if command -v busybox >/dev/null; then mkdir -p ${folder}/bin && busybox --install -s ${folder}/bin && GUARD_PATH=${folder}/bin:; fi`;
}
