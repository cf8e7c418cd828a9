/** Recording rules for Jaeger's Monitor tab: durations in milliseconds, because its user interface knows no other unit. */
import type { Duration } from '../../config/quantities';
import { plain, selector } from '../promql';
import type { RuleGroup } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';
import { boundPattern } from '../slo/objective';

/**
 * The histogram of requests once more, each bucket under its bound in milliseconds: 0.25 → 250. Series are copied and not summed, so that a restarted gateway stays a
 * counter that began anew. Only servers, which is what the tab opens with: others would double the price.
 */
export function monitorRules(
  { metrics, recorded, spanLabels }: Telemetry,
  { interval, bounds }: { readonly interval: Duration; readonly bounds: readonly number[] },
): RuleGroup {
  const bucket = (bound: string): string =>
    selector(metrics.durationBucket.name, [
      [spanLabels.kind, '=', spanLabels.server],
      ['le', '=~', bound],
    ]);
  const buckets = bounds.map((bound) => `label_replace(${bucket(boundPattern(bound))}, "le", "${plain(bound * 1000)}", "", "")`);
  return {
    name: 'jaeger-monitor',
    interval,
    rules: [{ record: recorded.monitorDuration, expr: [...buckets, bucket('\\+Inf')].join('\nor\n'), labels: {} }],
  };
}
