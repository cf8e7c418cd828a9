/** Runs kubectl for the pipeline, with the current kubeconfig or the one that is given. */
import { spawnSync } from 'node:child_process';
import { refusalOf } from '../command-line/refusals';

export interface KubectlOptions {
  /** Program to run. @default - `kubectl` on the PATH */
  readonly program?: string;
  /** @default - kubectl's own: KUBECONFIG, then ~/.kube/config */
  readonly kubeconfig?: string;
}

/** Answer of kubectl with warnings of the API server, or its refusal. */
export type KubectlResult =
  { readonly ok: true; readonly output: string; readonly warnings?: readonly string[] } | { readonly ok: false; readonly why: string };

/** Exit status and output of a program. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The error when it could not be started. */
  readonly error?: Error;
}

/** Runs a program with an input, and waits for its end. */
export type Run = (program: string, args: readonly string[], input: string) => Ended;

const asProcess: Run = (program, args, input) => spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });

export class Kubectl {
  public constructor(
    private readonly options: KubectlOptions,
    private readonly runProgram: Run = asProcess,
  ) {}

  /**
   * Runs kubectl.
   * @param input standard input: manifests, and secrets that must not show in a list of processes
   */
  public try(args: readonly string[], input = ''): KubectlResult {
    const { program = 'kubectl', kubeconfig } = this.options;
    const connection = kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`];
    const { status, stdout, stderr, error } = this.runProgram(program, [...connection, ...args], input);
    if (status === 0 && isAnswer(args, stdout)) return { ok: true, output: stdout, warnings: warningsIn(stderr) };
    const why =
      status === 0 ? `${program} must be kubectl and answer in JSON, received ${JSON.stringify(stdout.slice(0, 80))}` : refusalOf(program, error, stderr);
    return { ok: false, why: `kubectl ${args.join(' ')}: ${why}` };
  }

  /** @throws Error with the message of kubectl */
  public run(args: readonly string[], input = ''): string {
    const result = this.try(args, input);
    if (!result.ok) throw new Error(result.why);
    return result.output;
  }
}

/** Another program of that name, or a wrapper that writes something first, answers too. */
function isAnswer(args: readonly string[], stdout: string): boolean {
  return !args.includes('--output=json') || /^\s*($|[{[])/.test(stdout);
}

function warningsIn(stderr: string): readonly string[] {
  return stderr.split('\n').flatMap((line) => (line.startsWith('Warning: ') ? [line.slice('Warning: '.length)] : []));
}
