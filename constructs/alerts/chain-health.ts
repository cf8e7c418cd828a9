/** The health of the tracing chain as series, one per stage, for dashboards and for monitors outside the platform. */
import { selector } from '../promql';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { deploymentSeries } from '../scaling/series';
import type { AlertedPlatform } from './alerted';
import { fullQueue } from './collectors';

/** One series per stage with the value 1 or 0. It is never absent: a dead source has the value 0. */
export function chainHealthRules(platform: AlertedPlatform): RuleGroup {
  const { telemetry, timing } = platform;
  return {
    name: 'tracing-chain',
    interval: timing.interval,
    rules: [...stages(platform), ...heartbeats(platform)].map((rule) => ({ ...rule, record: telemetry.recorded.chainHealthy })),
  };
}

type Stage = Omit<RecordingRule, 'record'>;

function stages({ telemetry, timing, agent, gateway }: AlertedPlatform): readonly Stage[] {
  const { metrics, jobs } = telemetry;
  const up = (job: string, pods?: string) =>
    selector(metrics.up.name, [['job', '=', job], ...(pods === undefined ? [] : [['instance', '=~', `${pods}-.*`] as const])]);
  const stage = (name: string, healthy: string): Stage => ({ expr: `(${healthy}) or vector(0)`, labels: { stage: name } });
  const failing = [metrics.failedSpans, metrics.rejectedSpans].map(({ name }) => `(sum(rate(${name}[${timing.recent}])) or vector(0))`).join(' + ');
  return [
    ...(agent === undefined ? [] : [stage('agents', `min(${up(jobs.collectorSelf, agent)})`)]),
    stage('gateways', `min(${up(jobs.collectorSelf, gateway)}) * min(${up(jobs.gateway)})`),
    stage('queues', `max(${metrics.queueSize.name} / ${metrics.queueCapacity.name}) < bool ${fullQueue}`),
    stage('storage', `min(${up(jobs.jaeger)}) * ((${failing}) == bool 0)`),
  ];
}

/** Stages from the SDK of each workload to Prometheus, judged by the readiness probes that arrived as spans. */
function heartbeats({ workloads, telemetry }: AlertedPlatform): readonly Stage[] {
  return workloads.map(({ namespace, name }) => ({
    expr: `(count(${deploymentSeries({ namespace, name }, telemetry.recorded.spansAlive)}) > bool 0) or vector(0)`,
    labels: { stage: 'heartbeat', namespace, deployment: name },
  }));
}
