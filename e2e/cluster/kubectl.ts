import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { binaryOf } from '../toolchain/build';
import { type KubernetesObject, parseObjects } from './kubernetes-object';

/** Names one object as kubectl does. */
export interface ObjectReference {
  /** Kind or resource, with its group when the name alone is ambiguous: `deployment`, `nodes.metrics.k8s.io`. */
  readonly kind: string;
  readonly name: string;
  /** @default - none, for cluster-wide kinds */
  readonly namespace?: string;
}

export interface PatchOptions {
  /** @default 'merge' */
  readonly type?: 'merge' | 'json' | 'strategic';
  /** For example `status` or `scale`. @default - the object itself */
  readonly subresource?: string;
}

/** kubectl with one identity. */
export class Kubectl {
  constructor(readonly kubeconfig: string) {}

  /** Runs kubectl. @returns its output @throws Error with the arguments and kubectl's message */
  run(args: readonly string[], stdin = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(binaryOf('kubectl'), [...this.connection(), ...args], { env: { PATH: process.env['PATH'] } });
      const output = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(output.out);
        else reject(new Error(`kubectl ${args.join(' ')} ended with ${code}: ${output.err.trim()}`));
      });
      // kubectl may refuse its arguments and end before it has read its input; its exit code is checked below
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
    });
  }

  async get(reference: ObjectReference): Promise<KubernetesObject> {
    const [object] = parseObjects(await this.run(['get', ...referenceArgs(reference), '-o', 'json']));
    if (!object) throw new Error(`kubectl printed nothing for ${reference.kind} ${reference.name}`);
    return object;
  }

  /** @param namespace without it, the objects of all namespaces */
  async list(kind: string, options: { readonly namespace?: string; readonly selector?: string } = {}): Promise<readonly KubernetesObject[]> {
    const scope = options.namespace === undefined ? ['--all-namespaces'] : ['--namespace', options.namespace];
    const selector = options.selector === undefined ? [] : ['--selector', options.selector];
    return parseObjects(await this.run(['get', kind, ...scope, ...selector, '-o', 'json']));
  }

  /** Server-side apply. @param manifests YAML text, or objects */
  async apply(manifests: string | readonly object[], fieldManager = 'lyo-e2e'): Promise<readonly KubernetesObject[]> {
    const text = typeof manifests === 'string' ? manifests : manifests.map((object) => JSON.stringify(object)).join('\n---\n');
    const args = ['apply', '--server-side', '--force-conflicts', '--field-manager', fieldManager, '-f', '-', '-o', 'json'];
    return parseObjects(await this.run(args, text));
  }

  async patch(reference: ObjectReference, patch: object, options: PatchOptions = {}): Promise<KubernetesObject> {
    const subresource = options.subresource === undefined ? [] : ['--subresource', options.subresource];
    const how = ['--type', options.type ?? 'merge', ...subresource, '--patch', JSON.stringify(patch), '-o', 'json'];
    const [object] = parseObjects(await this.run(['patch', ...referenceArgs(reference), ...how]));
    if (!object) throw new Error(`kubectl printed nothing for the patch of ${reference.kind} ${reference.name}`);
    return object;
  }

  /** With a cache folder beside the kubeconfig, because kubectl's default is the home folder. */
  private connection(): readonly string[] {
    return ['--kubeconfig', this.kubeconfig, '--cache-dir', join(this.kubeconfig, '..', 'kubectl-cache')];
  }
}

function referenceArgs({ kind, name, namespace }: ObjectReference): readonly string[] {
  return [kind, name, ...(namespace === undefined ? [] : ['--namespace', namespace])];
}
