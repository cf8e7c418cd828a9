/** An API server in memory that stores the Secrets and Leases of certificates, and the aggregated APIs. */
import { certificateManager } from '../../delivery/serving-certificate';
import type { KubectlResult } from '../../delivery/kubectl';

interface Remembered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

export class RememberingCluster {
  public readonly calls: { readonly args: readonly string[]; readonly input: string }[] = [];
  private readonly stored = new Map<string, Remembered>();

  /** @param apis names of the aggregated APIs that exist */
  public constructor(apis: readonly string[] = []) {
    for (const name of apis) this.bring(name);
  }

  /** Adds an aggregated API as applied from manifests, without a CA bundle. */
  public bring(name: string): void {
    this.put({ kind: 'APIService', metadata: { name }, spec: {} });
  }

  /** Stores an object as another program would. */
  public put(object: Remembered): void {
    this.stored.set(keyOf(object), object);
  }

  public run(args: readonly string[], input = ''): string {
    const result = this.try(args, input);
    if (!result.ok) throw new Error(result.why);
    return result.output;
  }

  public try(args: readonly string[], input = ''): KubectlResult {
    this.calls.push({ args, input });
    const objects = objectsOf(input);
    if (args[0] === 'get') {
      const items = objects.flatMap((object) => this.stored.get(keyOf(object)) ?? []);
      return { ok: true, output: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: items.map(shown) }) };
    }
    for (const object of objects) this.stored.set(keyOf(object), object);
    return { ok: true, output: '' };
  }

  public secret(): Remembered | undefined {
    return [...this.stored.values()].find(({ kind }) => kind === 'Secret');
  }

  /** Kinds of the objects that were written since the last call. */
  public written(): readonly string[] {
    return this.calls.splice(0).flatMap(({ args, input }) => (args[0] === 'get' ? [] : objectsOf(input).map(({ kind }) => kind)));
  }

  /** CA bundles that were set in aggregated APIs, in order. */
  public get bundles(): readonly string[] {
    return this.calls.flatMap(({ args, input }) => (args[0] === 'get' ? [] : [...input.matchAll(/"caBundle":"([^"]+)"/g)].map(([, bundle = '']) => bundle)));
  }
}

function keyOf({ kind, metadata }: Remembered): string {
  return `${kind}/${metadata.name}`;
}

function objectsOf(input: string): readonly Remembered[] {
  const lines = input.split('\n').filter((line) => line !== '');
  const objects = lines.map((line) => JSON.parse(line) as Remembered);
  // like kubectl, which validates partial objects in a List as whole ones
  if (objects.some(({ kind }) => kind === 'List')) throw new Error('error validating data: what is in a List must be whole');
  return objects;
}

/** Adds the field manager of a CA bundle, as the API server does. */
function shown(object: Remembered): object {
  const isTold = object.spec?.['caBundle'] !== undefined;
  const managedFields = isTold ? [{ manager: certificateManager, fieldsV1: { 'f:spec': { 'f:caBundle': {} } } }] : [];
  return { apiVersion: 'v1', ...object, metadata: { ...object.metadata, managedFields } };
}
