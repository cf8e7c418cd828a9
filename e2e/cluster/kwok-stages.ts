/** Stages of kwok's module with a delay that a pod can set: its fast stages have no delay, its general ones spread start-up over up to 18 seconds. */
import { z } from 'zod';

const expression = z.looseObject({ key: z.string() });

export const kwokStage = z.looseObject({
  kind: z.literal('Stage'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    selector: z.looseObject({ matchExpressions: z.array(expression) }),
    next: z.looseObject({ statusTemplate: z.string().optional() }),
  }),
});

export type KwokStage = z.infer<typeof kwokStage>;

const delayOf = (name: string): string => `.metadata.annotations["${name}.stage.kwok.x-k8s.io/delay"]`;

/** The stage after the delay of the pod's annotation `<name>.stage.kwok.x-k8s.io/delay`; at once without one. */
export function delayed(stage: KwokStage, name: string): KwokStage {
  return { ...stage, spec: { ...stage.spec, delay: { durationMilliseconds: 0, durationFrom: { expressionFrom: delayOf(name) } } } };
}

const now = '{{ $now | Quote }}';

/**
 * A pod with a delayed readiness runs until then like a real one that starts: its container has started and uses CPU, which Kubernetes sees. A pod
 * without a delay is ready at once, as with kwok's own stages.
 */
export function readyStages(ready: KwokStage): readonly KwokStage[] {
  const { statusTemplate = '' } = ready.spec.next;
  const running = statusTemplate
    .replaceAll(/status: "True"\n(\s+)type: (Ready|ContainersReady)/g, 'status: "False"\n$1type: $2')
    .replace('ready: true', 'ready: false');
  const readyLater = statusTemplate
    .replaceAll(`startedAt: ${now}`, 'startedAt: {{ $.status.startTime | Quote }}')
    .replaceAll(`startTime: ${now}`, 'startTime: {{ $.status.startTime | Quote }}')
    // because it has its addresses already
    .replace(/\{\{ \$hostIPs :=[\s\S]*(?=\nphase:)/, '');
  return [
    variant(ready, { name: 'pod-ready', phase: 'Pending', putOff: false, template: statusTemplate }),
    variant(ready, { name: 'pod-started', phase: 'Pending', putOff: true, template: running }),
    delayed(variant(ready, { name: 'pod-ready-later', phase: 'Running', putOff: true, template: readyLater }), 'pod-ready'),
  ];
}

interface Variant {
  readonly name: string;
  readonly phase: 'Pending' | 'Running';
  readonly putOff: boolean;
  readonly template: string;
}

function variant(ready: KwokStage, { name, phase, putOff, template }: Variant): KwokStage {
  const others = ready.spec.selector.matchExpressions.filter(({ key }) => key !== '.status.phase');
  const when = [
    { key: '.status.phase', operator: 'In', values: [phase] },
    { key: delayOf('pod-ready'), operator: putOff ? 'Exists' : 'DoesNotExist' },
  ];
  return {
    ...ready,
    metadata: { ...ready.metadata, name },
    spec: {
      ...ready.spec,
      selector: { ...ready.spec.selector, matchExpressions: [...others, ...when] },
      next: { ...ready.spec.next, statusTemplate: template },
    },
  };
}
