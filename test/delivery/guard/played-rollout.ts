/** A Deployment in memory that replaces one pod per second, with its ReplicaSets and the measurements of its versions. */
import type { Cluster } from '../../../delivery/apply/place';
import { guardManager } from '../../../delivery/guard/pause';
import type { Answered } from '../../../delivery/guard/verdict';
import type { KubectlResult } from '../../../delivery/kubectl';

export interface Played {
  /** Replicas of the Deployment. */
  readonly pods: number;
  /** New pods when the run begins. @default 0 */
  readonly begun?: number;
  /** Most new pods that get ready. @default - all */
  readonly healthy?: number;
  /** Answered requests of the new version and of all others, by seconds since the start; undefined while they are unknown. */
  readonly answers: (second: number, which: 'new' | 'old') => Partial<Answered> | undefined;
  /** Who has paused it when the run begins. @default - nobody */
  readonly pausedBy?: string;
}

const version = '1.2-6d4cf56db6';

export class PlayedRollout implements Cluster {
  public second = 0;
  public updated: number;
  public pausedBy: string | undefined;
  /** The most new pods so far. */
  public most: number;
  public readonly patches: string[] = [];

  public constructor(private readonly played: Played) {
    this.updated = played.begun ?? 0;
    this.most = this.updated;
    this.pausedBy = played.pausedBy;
  }

  public readonly now = (): number => this.second;

  public readonly sleep = (seconds: number): void => {
    this.second += seconds;
    if (this.pausedBy === undefined) this.updated = Math.min(this.played.pods, this.updated + 1);
    this.most = Math.max(this.most, this.updated);
  };

  public run(args: readonly string[]): string {
    const result = this.try(args);
    if (!result.ok) throw new Error(result.why);
    return result.output;
  }

  public try(args: readonly string[]): KubectlResult {
    const [verb, what = '', path = ''] = args;
    if (verb === 'patch') return this.patch(args);
    if (what === '--raw') return this.metric(path);
    if (what === '-f') return answer({ kind: 'List', items: [this.deployment()] });
    if (what === 'replicasets') return answer({ items: [this.replicaSet('1', 'old'), this.replicaSet('2', '6d4cf56db6')] });
    return answer(what.startsWith('Deployment') ? this.deployment() : { items: [] });
  }

  private patch(args: readonly string[]): KubectlResult {
    const text = args.find((arg) => arg.startsWith('--patch=')) ?? '';
    this.pausedBy = text.includes('true') ? guardManager : undefined;
    this.patches.push(text.includes('true') ? `pause ${this.updated}` : `go on ${this.updated}`);
    return answer({});
  }

  private metric(path: string): KubectlResult {
    const url = new URL(path, 'https://cluster');
    const which = url.searchParams.get('metricLabelSelector') === `service_version=${version}` ? 'new' : 'old';
    const name = /lyo_version_(\w+)$/.exec(url.pathname)?.[1] ?? '';
    const count = this.played.answers(this.second, which)?.[name as keyof Answered];
    if (count === undefined) return { ok: false, why: `kubectl get --raw ${path}: Error from server (NotFound): the server could not find the metric` };
    return answer({ items: [{ value: `${Math.round(count * 1000)}m` }] });
  }

  private deployment(): object {
    const managedFields = this.pausedBy === undefined ? [] : [{ manager: this.pausedBy, fieldsV1: { 'f:spec': { 'f:paused': {} } } }];
    const { pods } = this.played;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        ...{ namespace: 'shop', name: 'web', uid: 'web', generation: 7, managedFields },
        annotations: { 'deployment.kubernetes.io/revision': '2' },
      },
      spec: {
        ...{ replicas: pods, progressDeadlineSeconds: 60, selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [] } } },
        ...(this.pausedBy === undefined ? {} : { paused: true }),
      },
      status: { observedGeneration: 7, replicas: pods, updatedReplicas: this.updated, availableReplicas: pods },
    };
  }

  private replicaSet(revision: string, hash: string): object {
    return {
      metadata: {
        annotations: { 'deployment.kubernetes.io/revision': revision },
        labels: { 'pod-template-hash': hash },
        ownerReferences: [{ uid: 'web' }],
      },
      status: { readyReplicas: Math.min(this.updated, this.played.healthy ?? this.played.pods) },
    };
  }
}

function answer(object: object): KubectlResult {
  return { ok: true, output: JSON.stringify(object) };
}
