/**
 * Spans that are missing in the counters, or counted without their name. While there are any, the load may look smaller than it is, so no value below the ready replicas is
 * published (evidence.ts). Heartbeats do not detect this, because most of them arrive.
 */
import { grown, selector, type Matcher } from '../promql';
import { spans } from './series';
import type { ScaledWorkload } from './scaled-workload';

/** Why spans are not counted. */
type UncountedCause = 'overflow' | 'refused' | 'lost' | 'waiting';

/** Range over which the counters of the two tiers are compared, so long that a single batch makes no difference. */
const compared = '300s';
/** Share and number of spans that must be missing to count as a difference: a hundredth of the load, and more than a batch. */
const missingShare = 0.01;
const missingSpans = 100;

/** Number of uncounted spans by cause; absent while every span is counted with its name. */
export function uncountedSpans(workload: ScaledWorkload): string {
  const { telemetry } = workload;
  const window = telemetry.settings.window;
  const { agent } = telemetry.collectors;
  const causes: readonly (readonly [UncountedCause, string])[] = [
    ['overflow', `sum(${grown(overflowing(workload), window)})`],
    ['refused', `sum(${grown(ofCollectors(workload, 'refusedSpans', agent ?? telemetry.collectors.gateway), window)})`],
    ...(agent === undefined ? [] : behindAgents(workload, agent, window)),
  ];
  return causes.map(([cause, spansOf]) => `label_replace(${spansOf}, "cause", "${cause}", "", "")`).join('\nor\n');
}

/** Requests of the workload that exceeded the limit of operations. */
function overflowing(workload: ScaledWorkload): string {
  const { metrics, spanLabels } = workload.telemetry;
  return spans(workload, metrics.calls.name, 'calls', [[spanLabels.overflow, '=', 'true']]);
}

function behindAgents(workload: ScaledWorkload, agent: string, window: string): readonly (readonly [UncountedCause, string])[] {
  // both counters have the same labels, so each gets one of its own; otherwise `or` would drop the second
  const dropped = (['failedSpans', 'rejectedSpans'] as const).map(
    (metric) => `label_replace(${grown(ofCollectors(workload, metric, agent), window)}, "of", "${metric}", "", "")`,
  );
  return [
    ['lost', `sum(${dropped.join(' or ')})`],
    ['waiting', waiting(workload, agent)],
  ];
}

/**
 * Spans that agents have queued for gateways and that no gateway has received. The tiers are scraped at different moments, so while the load changes one of them seems to be
 * ahead. Each is compared with the other as it was one scrape earlier, and only spans that are missing in both comparisons count.
 */
function waiting(workload: ScaledWorkload, agent: string): string {
  const { settings, collectors } = workload.telemetry;
  const earlier = ` offset ${settings.scrapeInterval}`;
  const sum = (metric: 'sentSpans' | 'receivedSpans', pods: string) => (ago: string) =>
    `sum(increase(${ofCollectors(workload, metric, pods)}[${compared}]${ago}))`;
  const [sent, taken] = [sum('sentSpans', agent), sum('receivedSpans', collectors.gateway)];
  const missing = (sentAgo: string, takenAgo: string) => `${sent(sentAgo)} - ${taken(takenAgo)} > ${missingShare} * ${sent(sentAgo)}`;
  return `((${missing(earlier, '')}) and (${missing('', earlier)})) > ${missingSpans}`;
}

/** A metric of the collectors about themselves, for one tier. */
function ofCollectors(
  { telemetry }: ScaledWorkload,
  metric: 'refusedSpans' | 'failedSpans' | 'rejectedSpans' | 'sentSpans' | 'receivedSpans',
  pods: string,
): string {
  const tier: readonly Matcher[] = [
    ['job', '=', telemetry.jobs.collectorSelf],
    ['instance', '=~', `${pods}-.*`],
  ];
  return selector(telemetry.metrics[metric].name, tier);
}
