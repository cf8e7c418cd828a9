/** All kinds that run pods, in one shape. */
import { z } from 'zod';
import { keyOf, type ManifestObject, type Manifests } from '../manifest';
import { computedOnce, groupedBy, view } from '../view';
import { podSpec, type PodSpec } from './pod';
import { labelSelector, selects, type LabelSelector } from './selector';
import { amounts, integerOrText, listOf, textMap, texts } from './shape';

export interface Workload {
  readonly object: ManifestObject;
  /** Labels of the workload's pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: PodSpec;
  /** Selector of its pods. @default - none, for example for a Job */
  readonly selector?: LabelSelector;
  /** Stated number of replicas. @default - not stated */
  readonly replicas?: number;
  /** Stated maxSurge. @default - Kubernetes' default, 25 % */
  readonly maxSurge?: number | string;
  /** Stated maxUnavailable. @default - Kubernetes' default, 25 % */
  readonly maxUnavailable?: number | string;
  /** Seconds for which a new pod must have been ready before it counts. @default - not stated: 0 */
  readonly settle?: number;
  /** Seconds without progress after which a rollout counts as stuck. @default - not stated */
  readonly progressDeadline?: number;
  /** Whether a rollout stops the old pods first. */
  readonly recreates: boolean;
  /** Whether it runs until it is stopped, unlike a Job. */
  readonly serves: boolean;
}

const template = z.object({ metadata: z.object({ labels: textMap }).nullish(), spec: podSpec });
/** Strategy with which a Deployment replaces its pods. */
const strategy = z
  .object({ type: z.string().nullish(), rollingUpdate: z.object({ maxSurge: integerOrText.nullish(), maxUnavailable: integerOrText.nullish() }).nullish() })
  .nullish();
const controlled = z.object({
  spec: z.object({
    replicas: z.int().nullish(),
    minReadySeconds: z.int().nullish(),
    progressDeadlineSeconds: z.int().nullish(),
    selector: labelSelector,
    template,
    strategy,
  }),
});
const claimTemplate = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ accessModes: texts, storageClassName: z.string().nullish(), resources: z.object({ requests: amounts }).nullish() }),
});

export const controllers = view({ group: 'apps', kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] }, controlled);
export const statefulSets = view(
  { group: 'apps', kinds: ['StatefulSet'] },
  z.object({ spec: z.object({ serviceName: z.string().nullish(), podManagementPolicy: z.string().nullish(), volumeClaimTemplates: listOf(claimTemplate) }) }),
);
export const jobs = view({ group: 'batch', kinds: ['Job'] }, z.object({ spec: z.object({ template }) }));
export const cronJobs = view({ group: 'batch', kinds: ['CronJob'] }, z.object({ spec: z.object({ jobTemplate: z.object({ spec: z.object({ template }) }) }) }));
export const pods = view({ group: '', kinds: ['Pod'] }, z.object({ metadata: z.object({ labels: textMap }), spec: podSpec }));

export const workloads: (manifests: Manifests) => readonly Workload[] = computedOnce((manifests) => [
  ...controllers.of(manifests).map(({ object, value: { spec } }) => ({
    ...templated(object, spec.template, true),
    selector: spec.selector,
    replicas: spec.replicas ?? undefined,
    ...rolloutOf(spec),
    recreates: spec.strategy?.type === 'Recreate',
  })),
  ...jobs.of(manifests).map(({ object, value }) => templated(object, value.spec.template, false)),
  ...cronJobs.of(manifests).map(({ object, value }) => templated(object, value.spec.jobTemplate.spec.template, false)),
  ...pods.of(manifests).map(({ object, value }) => ({ object, labels: value.metadata.labels, pod: value.spec, recreates: true, serves: true })),
]);

/** Stated rollout settings of a Deployment. */
function rolloutOf({
  strategy: stated,
  minReadySeconds,
  progressDeadlineSeconds,
}: z.infer<typeof controlled>['spec']): Pick<Workload, 'maxSurge' | 'maxUnavailable' | 'settle' | 'progressDeadline'> {
  return {
    maxSurge: stated?.rollingUpdate?.maxSurge ?? undefined,
    maxUnavailable: stated?.rollingUpdate?.maxUnavailable ?? undefined,
    settle: minReadySeconds ?? undefined,
    progressDeadline: progressDeadlineSeconds ?? undefined,
  };
}

/** Index of workloads by namespace, and by namespace and each label of their pods. */
const byLabel: (manifests: Manifests) => ReadonlyMap<string, readonly Workload[]> = computedOnce((manifests) =>
  groupedBy(workloads(manifests), ({ object: { namespace }, labels }) => [
    labelKey(namespace),
    ...Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value)),
  ]),
);

/** The workloads of a namespace whose pods match a selector. */
export function selectedBy(manifests: Manifests, namespace: string | undefined, selector: LabelSelector): readonly Workload[] {
  const [first = []] = Object.entries(selector.matchLabels);
  const candidates = byLabel(manifests).get(labelKey(namespace, ...first)) ?? [];
  return candidates.filter(({ labels }) => selects(selector, labels));
}

const byKey: (manifests: Manifests) => ReadonlyMap<string, readonly Workload[]> = computedOnce((manifests) =>
  groupedBy(workloads(manifests), ({ object }) => [keyOf(object)]),
);

/** The workload with this kind, namespace and name. */
export function findWorkload(manifests: Manifests, wanted: Parameters<typeof keyOf>[0]): Workload | undefined {
  return byKey(manifests).get(keyOf(wanted))?.[0];
}

function labelKey(namespace: string | undefined, ...label: readonly string[]): string {
  return [namespace ?? '', ...label].join('\0');
}

/** The claim templates of a StatefulSet; empty for other workloads. */
export function claimTemplates(manifests: Manifests, object: ManifestObject): readonly z.infer<typeof claimTemplate>[] {
  return statefulSets.of(manifests).find((candidate) => candidate.object === object)?.value.spec.volumeClaimTemplates ?? [];
}

function templated(object: ManifestObject, { metadata, spec }: z.infer<typeof template>, serves: boolean): Workload {
  return { object, labels: metadata?.labels ?? {}, pod: spec, recreates: true, serves };
}
