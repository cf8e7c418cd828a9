/** Fills in caps that the author left out: the default is the policy's maximum. */
import type { ScalingPolicy } from './scaling';
import type { ExternalSignal, RecordedSignal, SignalShapes } from './signals';
import type { ApplicationMetric, TelemetrySettings } from './telemetry-settings';

type WithoutCap<Signal> = Signal extends { cap: number } ? Omit<Signal, 'cap'> & { readonly cap?: number } : Signal;

/** A policy as an author may write it. */
export type PolicySource = Omit<ScalingPolicy, 'signals'> & {
  readonly signals: { readonly [Name in RecordedSignal]?: WithoutCap<SignalShapes[Name]> | undefined } & {
    readonly external?: readonly WithoutCap<ExternalSignal>[] | undefined;
  };
};

/** Telemetry settings as an author may write them. */
export type TelemetrySource = Omit<TelemetrySettings, 'applicationMetrics'> & {
  readonly applicationMetrics: readonly (Omit<ApplicationMetric, 'scaling'> & { readonly scaling?: WithoutCap<NonNullable<ApplicationMetric['scaling']>> })[];
};

type Fields = Readonly<Record<string, unknown>>;

/** The source with the missing caps filled in. Parts of the wrong shape stay unchanged; validation reports them. */
export function withCaps(source: unknown): unknown {
  if (!isFields(source)) return source;
  const workloads = listOf(source['workloads']);
  const maximum = (name: unknown): unknown => maximumOf(workloads.find((workload) => isFields(workload) && workload['name'] === name));
  return {
    ...source,
    ...(Array.isArray(source['workloads']) ? { workloads: workloads.map(cappedWorkload) } : {}),
    ...(isFields(source['telemetry']) ? { telemetry: cappedTelemetry(source['telemetry'], maximum) } : {}),
  };
}

function cappedWorkload(workload: unknown): unknown {
  const policy = isFields(workload) ? workload['scaling'] : undefined;
  if (!isFields(workload) || !isFields(policy) || !isFields(policy['signals'])) return workload;
  const signals = Object.entries(policy['signals']).map(
    ([name, signal]) =>
      [name, Array.isArray(signal) ? listOf(signal).map((one) => capped(one, maximumOf(workload))) : capped(signal, maximumOf(workload))] as const,
  );
  return { ...workload, scaling: { ...policy, signals: Object.fromEntries(signals) } };
}

function cappedTelemetry(telemetry: Fields, maximum: (workload: unknown) => unknown): Fields {
  if (!Array.isArray(telemetry['applicationMetrics'])) return telemetry;
  const applicationMetrics = listOf(telemetry['applicationMetrics']).map((metric) =>
    isFields(metric) && isFields(metric['scaling']) ? { ...metric, scaling: capped(metric['scaling'], maximum(metric['workload'])) } : metric,
  );
  return { ...telemetry, applicationMetrics };
}

function capped(signal: unknown, maximum: unknown): unknown {
  return isFields(signal) && signal['cap'] === undefined ? { ...signal, cap: maximum } : signal;
}

/** The maximum of a workload's policy. Where it is missing or of the wrong shape, that is reported, and the cap must not be reported too: then 1, which has a valid shape. */
function maximumOf(workload: unknown): unknown {
  const policy = isFields(workload) ? workload['scaling'] : undefined;
  const maximum = isFields(policy) ? policy['maxReplicas'] : undefined;
  return typeof maximum === 'number' && Number.isInteger(maximum) && maximum >= 1 && maximum <= 1000 ? maximum : 1;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
