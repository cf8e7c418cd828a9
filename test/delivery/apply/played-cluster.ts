/** A cluster in memory with the part of kubectl that an apply uses. It can refuse a call, or kill the run at any call. */
import { isRecord } from '../../../config/record';
import { manifestObject, type ManifestObject } from '../../../checks/manifest';
import { recordKey, referenceOf } from '../../../delivery/apply/object-key';
import type { Cluster } from '../../../delivery/apply/place';
import type { KubectlResult } from '../../../delivery/kubectl';

/** Thrown when the process is killed: the run stops. */
class Killed extends Error {}

interface Stored {
  readonly object: ManifestObject;
  readonly version: number;
  readonly manager: string;
}

export class PlayedCluster implements Cluster {
  /** Stored objects by key. */
  public readonly stored = new Map<string, Stored>();
  /** Arguments of all calls, without the standard input. */
  public readonly calls: string[] = [];
  /** Reasons of refusals, by key. */
  public readonly refused = new Map<string, string>();
  public readonly warnings: string[] = [];
  /** Workloads whose pods never get ready, by image. */
  public readonly stuck = new Set<string>();
  /** Jobs that fail, by image, with their logs. */
  public readonly failing = new Map<string, string>();
  /** Jobs that never end, by image. */
  public readonly hanging = new Set<string>();
  /** Called with the key of each Job when it is created. */
  public whenRun: (key: string) => void = () => undefined;
  /** Keys of objects whose condition is not true. */
  public readonly broken = new Set<string>();
  /** Called before each change, with its number. */
  public beforeChange: (change: number) => void = () => undefined;
  public serverMinor = '36';
  /** The process is killed, so every call fails, however it handles errors. */
  public killed = false;
  private changes = 0;
  private versions = 0;

  public run(args: readonly string[], input = ''): string {
    const result = this.try(args, input);
    if (!result.ok) throw new Error(result.why);
    return result.output;
  }

  public try(args: readonly string[], input = ''): KubectlResult {
    this.requireAlive();
    this.calls.push(args.join(' '));
    const [verb = ''] = args;
    if (['create', 'replace', 'delete'].includes(verb) || (verb === 'apply' && !args.includes('--dry-run=server'))) {
      this.beforeChange((this.changes += 1));
      this.requireAlive();
    }
    const answers: Readonly<Record<string, () => KubectlResult>> = {
      version: () => ok({ clientVersion: versionOf('36'), serverVersion: versionOf(this.serverMinor) }),
      apply: () => this.apply(objectsIn(input), args),
      create: () => this.write(verb, objectsIn(input)[0]),
      replace: () => this.write(verb, objectsIn(input)[0]),
      delete: () => this.delete(keyNamed(args[1] ?? '', args)),
      get: () => this.get(args, input),
      logs: () => ({ ok: true, output: this.said(args) }),
    };
    return answers[verb]?.() ?? ok({});
  }

  private get(args: readonly string[], input: string): KubectlResult {
    const [, what = ''] = args;
    if (what === '-f') return list(objectsIn(input).flatMap((object) => this.answer(recordKey(object))));
    if (what.includes('/')) return one(this.answer(keyNamed(what, args)), args);
    return { ok: false, why: `kubectl get ${what}: is not played` };
  }

  private requireAlive(): void {
    if (this.killed) throw new Killed('killed');
  }

  public keys(): readonly string[] {
    return [...this.stored.keys()].filter((key) => !key.includes('lyo-delivery')).sort();
  }

  /** The record that the next run would read. */
  public record(): Readonly<Record<string, unknown>> {
    const data = this.stored.get('ConfigMap/lyo-delivery/applied')?.object.body['data'];
    return JSON.parse(isRecord(data) ? String(data['record']) : '{}') as Readonly<Record<string, unknown>>;
  }

  /** Stores an object as another manager of fields. */
  public put(object: object, manager = 'somebody'): void {
    const parsed = manifestObject(object, { file: 'somebody' });
    this.stored.set(recordKey(parsed), { object: parsed, version: (this.versions += 1), manager });
  }

  private apply(objects: readonly ManifestObject[], args: readonly string[]): KubectlResult {
    const dry = args.includes('--dry-run=server');
    const problems = objects.flatMap((object) => this.problemsOf(object));
    const accepted = objects.filter((object) => this.problemsOf(object).length === 0);
    // like kubectl, goes on after a refusal
    if (!dry) for (const object of accepted) this.store(object);
    if (problems.length > 0) return { ok: false, why: `kubectl ${args.join(' ')}: ${problems.join('\n')}` };
    return { ...list(accepted.map((object) => (dry ? { ...object.body, status: {} } : object.body))), warnings: dry ? this.warnings : [] };
  }

  private problemsOf(object: ManifestObject): readonly string[] {
    const { namespace } = object;
    if (namespace !== undefined && namespace !== 'default' && !this.stored.has(`Namespace/${namespace}`)) return [`namespaces "${namespace}" not found`];
    // a copy in the stand-in for a missing namespace is refused for the same reasons
    return [...this.refused].filter(([key]) => referenceOf(key).name === object.name && referenceOf(key).kind === object.kind).map(([, why]) => why);
  }

  private store(object: ManifestObject): void {
    const before = this.stored.get(recordKey(object));
    const same = before !== undefined && JSON.stringify(before.object.body) === JSON.stringify(object.body);
    if (before === undefined && object.kind === 'Job') this.whenRun(recordKey(object));
    this.stored.set(recordKey(object), { object, version: same ? before.version : (this.versions += 1), manager: 'lyo-platform' });
  }

  private write(verb: string, object: ManifestObject | undefined): KubectlResult {
    if (object === undefined) return { ok: false, why: 'nothing to write' };
    const before = this.stored.get(recordKey(object));
    if (verb === 'create' && before !== undefined) return { ok: false, why: 'Error from server (AlreadyExists)' };
    const { metadata } = object.body;
    const version = isRecord(metadata) ? metadata['resourceVersion'] : undefined;
    if (verb === 'replace' && version !== String(before?.version)) return { ok: false, why: 'Error from server (Conflict): the object has been modified' };
    this.stored.set(recordKey(object), { object, version: (this.versions += 1), manager: 'kubectl' });
    return one(this.answer(recordKey(object)), []);
  }

  private delete(key: string): KubectlResult {
    for (const stored of this.stored.keys()) {
      if (stored === key || (key.startsWith('Namespace/') && referenceOf(stored).namespace === referenceOf(key).name)) this.stored.delete(stored);
    }
    return ok({});
  }

  private answer(key: string): readonly object[] {
    const stored = this.stored.get(key);
    if (stored === undefined) return [];
    const { object, version, manager } = stored;
    const { metadata } = object.body;
    const type = object.kind === 'APIService' ? 'Available' : 'ScalingActive';
    return [
      {
        ...object.body,
        metadata: { ...(isRecord(metadata) ? metadata : {}), generation: 1, resourceVersion: String(version), managedFields: [{ manager }] },
        status:
          object.kind === 'Job' ? this.jobStatus(object) : { ...this.rollout(object), conditions: [{ type, status: this.broken.has(key) ? 'False' : 'True' }] },
      },
    ];
  }

  private jobStatus({ body }: ManifestObject): object {
    const text = JSON.stringify(body);
    if ([...this.hanging].some((image) => text.includes(image))) return { active: 1 };
    const failed = [...this.failing.keys()].some((image) => text.includes(image));
    const condition = failed
      ? { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }
      : { type: 'Complete' };
    return { conditions: [{ ...condition, status: 'True' }] };
  }

  /** Logs of the pods of the Job in the arguments. */
  private said(args: readonly string[]): string {
    const selected =
      args
        .find((arg) => arg.startsWith('--selector='))
        ?.split('=')
        .at(-1) ?? '';
    const job = [...this.stored.values()].find(({ object }) => object.kind === 'Job' && object.name === selected);
    return [...this.failing].find(([image]) => JSON.stringify(job?.object.body ?? '').includes(image))?.[1] ?? '';
  }

  private rollout({ body }: ManifestObject): object {
    const stuck = [...this.stuck].some((image) => JSON.stringify(body).includes(image));
    return { observedGeneration: 1, replicas: stuck ? 2 : 1, updatedReplicas: 1, availableReplicas: 1 };
  }
}

function keyNamed(text: string, args: readonly string[]): string {
  const namespace = args.find((arg) => arg.startsWith('--namespace='))?.slice('--namespace='.length);
  const [type = '', name = ''] = text.split('/');
  return [type, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

function objectsIn(input: string): readonly ManifestObject[] {
  const lines = input.split('\n').filter((line) => line !== '');
  return lines.map((line) => manifestObject(JSON.parse(line), { file: 'input' }));
}

function versionOf(minor: string): object {
  return { minor, gitVersion: `v1.${minor}.0` };
}

function ok(answer: object): KubectlResult & { readonly ok: true } {
  return { ok: true, output: JSON.stringify(answer) };
}

function list(items: readonly object[]): KubectlResult & { readonly ok: true } {
  return ok({ apiVersion: 'v1', kind: 'List', items });
}

function one([object]: readonly object[], args: readonly string[]): KubectlResult {
  if (object !== undefined) return ok(object);
  return args.includes('--ignore-not-found') ? { ok: true, output: '' } : { ok: false, why: 'Error from server (NotFound)' };
}
