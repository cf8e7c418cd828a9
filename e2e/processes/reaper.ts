import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { type Writable } from 'node:stream';

/**
 * Ends process groups even when this program is killed outright and can run no handler: a shell that reads `+group` and
 * `-group` lines from a pipe. The pipe closes with this program, and the shell then kills the groups still on its list.
 */
const SCRIPT = `
groups=" "
while read -r line; do
  case "$line" in
    +*) groups="$groups\${line#+} " ;;
    -*) groups="\${groups%% \${line#-} *} \${groups#* \${line#-} }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

type Reaper = ChildProcessByStdio<Writable, null, null>;

const groups = new Set<number>();
let reaper: Reaper | undefined;

/** Process groups that end with this program, however it ends. */
export function reap(group: number): void {
  if (!reaper) {
    reaper = startReaper();
    endGroupsWithThisProgram();
  }
  groups.add(group);
  reaper.stdin.write(`+${group}\n`);
}

/** To be called when a group has ended: the system may give its number to somebody else. */
export function forget(group: number): void {
  if (groups.delete(group)) reaper?.stdin.write(`-${group}\n`);
}

/** Sends a signal to a whole group. A group that has already ended is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function startReaper(): Reaper {
  // A group of its own: Ctrl-C in a terminal must not end it before it has done its work.
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}

function endGroupsWithThisProgram(): void {
  const endAll = (): void => groups.forEach((group) => signalGroup(group, 'SIGKILL'));
  process.on('exit', endAll);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      // a program that listens itself ends in its own order
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}
