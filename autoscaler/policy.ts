/** A spec in the form in which the controller uses it: with defaults, quantities as thousandths, and one target per metric. */
import { defaultFlags, type ControllerFlags } from './controller-flags';
import { defaultMetric, defaultRules } from './defaults';
import { approximately, milliUnits } from './quantity';
import type { ScalingRules } from './scaling-rules';
import type { AutoscalerSpec, MetricSpec, MetricTarget, ScalingRulesSpec } from './spec';

/** Usage of a resource by the pods, in percent of their requests or in thousandths per pod. */
export interface ResourceMetric {
  readonly kind: 'resource';
  readonly failure: 'FailedGetResourceMetric' | 'FailedGetContainerResourceMetric';
  readonly resource: string;
  /** @default - all containers of a pod together */
  readonly container?: string;
  readonly target: { readonly percent: number } | { readonly average: number };
}

/** A custom metric of each pod. */
export interface PodsMetric {
  readonly kind: 'pods';
  readonly failure: 'FailedGetPodsMetric';
  readonly name: string;
  readonly average: number;
}

/** A metric with a single value: of an object, or from outside the cluster. */
export interface SingleMetric {
  readonly kind: 'single';
  readonly failure: 'FailedGetObjectMetric' | 'FailedGetExternalMetric';
  readonly name: string;
  /** Thousandths; `average` is the target per replica. `undefined` where the spec of an Object metric lacks the target of its type. */
  readonly target: { readonly value: number } | { readonly average: number } | undefined;
}

export type Metric = ResourceMetric | PodsMetric | SingleMetric;

export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

export interface Policy {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly Metric[];
  /** @default - the rules of autoscaling/v1: at most double (or 4), and the stabilization of the flags */
  readonly behavior?: { readonly up: ScalingRules; readonly down: ScalingRules };
  readonly tolerances: Tolerances;
  readonly flags: ControllerFlags;
}

/** pkg/apis/autoscaling/v2/defaults.go, `SetDefaults_HorizontalPodAutoscaler`; horizontal.go, `tolerancesForHpa`, `maybeInitScaleDownStabilizationWindow`. */
export function policyOf(spec: AutoscalerSpec, flags: ControllerFlags = defaultFlags): Policy {
  const { behavior } = spec;
  const metrics = spec.metrics === undefined || spec.metrics.length === 0 ? [defaultMetric] : spec.metrics;
  return {
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
    metrics: metrics.map(metricOf),
    ...(behavior === undefined ? {} : { behavior: { up: rulesOf('up', behavior.scaleUp, flags), down: rulesOf('down', behavior.scaleDown, flags) } }),
    tolerances: { up: toleranceOf(behavior?.scaleUp, flags), down: toleranceOf(behavior?.scaleDown, flags) },
    flags,
  };
}

function toleranceOf(rules: ScalingRulesSpec | undefined, flags: ControllerFlags): number {
  return rules?.tolerance === undefined ? flags.tolerance : approximately(rules.tolerance);
}

function rulesOf(direction: 'up' | 'down', rules: ScalingRulesSpec | undefined, flags: ControllerFlags): ScalingRules {
  const standard = defaultRules[direction];
  return {
    select: rules?.selectPolicy ?? standard.select,
    policies: rules?.policies?.map(({ type, value, periodSeconds }) => ({ type, value, period: periodSeconds })) ?? standard.policies,
    window: rules?.stabilizationWindowSeconds ?? standard.window ?? flags.downscaleStabilization,
  };
}

function metricOf(spec: MetricSpec): Metric {
  switch (spec.type) {
    case 'Resource':
      return { kind: 'resource', failure: 'FailedGetResourceMetric', resource: spec.resource.name, target: resourceTarget(spec.resource.target) };
    case 'ContainerResource': {
      const { name, container, target } = spec.containerResource;
      return { kind: 'resource', failure: 'FailedGetContainerResourceMetric', resource: name, container, target: resourceTarget(target) };
    }
    case 'Pods':
      return { kind: 'pods', failure: 'FailedGetPodsMetric', name: spec.pods.metric.name, average: milliUnits(spec.pods.target.averageValue ?? 0) };
    case 'Object':
      return { kind: 'single', failure: 'FailedGetObjectMetric', name: spec.object.metric.name, target: objectTarget(spec.object.target) };
    case 'External':
      return { kind: 'single', failure: 'FailedGetExternalMetric', name: spec.external.metric.name, target: externalTarget(spec.external.target) };
  }
}

function resourceTarget({ averageValue, averageUtilization }: MetricTarget): ResourceMetric['target'] {
  return averageValue === undefined ? { percent: averageUtilization ?? 0 } : { average: milliUnits(averageValue) };
}

/** For Object metrics, unlike others, `type` decides which target counts (horizontal.go, `computeStatusForObjectMetric`). */
function objectTarget({ type, value, averageValue }: MetricTarget): SingleMetric['target'] {
  if (type === 'Value' && value !== undefined) return { value: milliUnits(value) };
  if (type === 'AverageValue' && averageValue !== undefined) return { average: milliUnits(averageValue) };
  return undefined;
}

function externalTarget({ value, averageValue }: MetricTarget): SingleMetric['target'] {
  if (averageValue !== undefined) return { average: milliUnits(averageValue) };
  return value === undefined ? undefined : { value: milliUnits(value) };
}
