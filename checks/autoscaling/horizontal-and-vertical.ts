import { servedPrefix } from '../../config/telemetry';
import { nameOf, type Manifests } from '../manifest';
import type { Resource } from '../objects/container';
import { horizontalAutoscalers, type Metric } from '../objects/horizontal-autoscaler';
import { runningContainers } from '../objects/pod';
import { overlaps, podsUnder, type Scaler } from '../objects/scale-target';
import { controlledResources, updateMode, verticalScalers, type VerticalAutoscalerSpec } from '../objects/vertical-autoscaler';
import { check, type Finding } from '../check';

/** A resource by which a horizontal autoscaler scales. */
interface Use {
  readonly resource: string;
  /** @default - every container of the pod */
  readonly container?: string;
  /** Name of the metric in the autoscaler. */
  readonly metric: string;
}

/** An autoscaler of either kind: a horizontal one with its metrics, a vertical one with its specification. */
interface Contender extends Scaler {
  readonly metrics?: readonly Metric[];
  readonly vertical?: VerticalAutoscalerSpec;
}

/** Resources behind our own metrics, by name: their recording rules divide by the container's request. */
const meanings: Readonly<Record<string, Resource>> = { [`${servedPrefix}cpu`]: 'cpu', [`${servedPrefix}memory`]: 'memory' };

export const horizontalAndVertical = check({
  id: 'autoscaling/horizontal-and-vertical',
  title: 'a horizontal and a vertical autoscaler do not work on the same resource',
  why: 'Each changes what the other measures: a larger request lowers utilization, fewer pods raise it, and both oscillate. Only the mode Off recommends without touching pods.',
  find: (manifests) =>
    overlaps(manifests, contenders(manifests)).flatMap(({ one, other }) => {
      if (one.vertical === undefined || other.metrics === undefined) return [];
      return dispute(manifests, { ...one, vertical: one.vertical }, { ...other, metrics: other.metrics });
    }),
});

function contenders(manifests: Manifests): readonly Contender[] {
  const horizontal = horizontalAutoscalers.of(manifests).map(({ object, value: { spec } }) => ({
    object,
    target: { ...spec.scaleTargetRef, namespace: object.namespace },
    metrics: spec.metrics,
  }));
  const vertical = verticalScalers(manifests).map(({ object, target, spec }) => ({ object, target, vertical: spec }));
  return [...horizontal, ...vertical.filter((scaler) => updateMode(scaler.vertical) !== 'Off')];
}

function dispute(
  manifests: Manifests,
  { object, target, vertical }: Required<Omit<Contender, 'metrics'>>,
  horizontal: Required<Omit<Contender, 'vertical'>>,
): readonly Finding[] {
  const containers = podsUnder(manifests, target).flatMap(({ pod }) => runningContainers(pod).map(({ name }) => name));
  const controls = ({ resource, container }: Use): boolean =>
    containers.some(
      (name) => (container === undefined || container === name) && controlledResources(vertical, name).some((controlled) => controlled === resource),
    );
  const disputed = horizontal.metrics.flatMap(use).filter(controls);
  if (disputed.length === 0) return [];
  const changed = [...new Set(disputed.map(({ resource }) => resource))].join(' and ');
  return [
    {
      subject: object,
      problem: `updateMode ${updateMode(vertical)} changes ${changed}, and ${nameOf(horizontal.object)} scales on ${disputed.map(({ metric }) => metric).join(', ')}`,
      fix: 'set updateMode "Off" (it then only recommends), or take the resource out of controlledResources or out of the policy',
    },
  ];
}

function use(metric: Metric): readonly Use[] {
  switch (metric.type) {
    case 'Resource':
      return [{ resource: metric.resource.name, metric: `Resource ${metric.resource.name}` }];
    case 'ContainerResource': {
      const { name, container } = metric.containerResource;
      return [{ resource: name, container, metric: `ContainerResource ${name} of ${container}` }];
    }
    case 'Object': {
      const { name } = metric.object.metric;
      const resource = meanings[name];
      return resource === undefined ? [] : [{ resource, metric: `Object ${name}` }];
    }
    default:
      return [];
  }
}
