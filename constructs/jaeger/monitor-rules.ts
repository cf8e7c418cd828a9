/** Recording rules for Jaeger's Monitor tab: durations in milliseconds, because its user interface supports no other unit. */
import type { Duration } from '../../config/quantities';
import { plain, selector } from '../promql';
import type { RuleGroup } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';
import { boundPattern } from '../slo/objective';

/**
 * A copy of the requests' histogram with the bounds of its buckets in milliseconds: 0.25 → 250. Series are copied and not summed, so that the restart of a gateway remains visible
 * as a counter reset. Only server spans, which the tab shows first: other kinds would double the number of series.
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
