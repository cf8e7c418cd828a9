import type { AlertTiming } from '../../config/alert-timing';
import { plain, selector } from '../promql';
import type { RuleGroup } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';

export interface CostTrendProps {
  readonly telemetry: Telemetry;
  readonly timing: AlertTiming;
  /** List price of one node, its disk included, in an hour. */
  readonly nodeHour: number;
  /** What the cluster costs in an hour without a node. */
  readonly fixedHour: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** What the cluster costs in an hour at list prices: nodes that are ready, and what is there without any. Traffic and logs are left to the invoice. */
export function costTrend({ telemetry, timing, nodeHour, fixedHour, currency }: CostTrendProps): RuleGroup {
  const ready = selector(telemetry.metrics.nodeCondition.name, [
    ['condition', '=', 'Ready'],
    ['status', '=', 'true'],
  ]);
  // by node, because two pods of kube-state-metrics overlap during a rollout
  const nodes = `sum(max by (node) (${ready}))`;
  return {
    name: 'trends/cost',
    interval: timing.trend.interval,
    rules: [
      { record: `${telemetry.recorded.trendPrefix}nodes`, expr: nodes, labels: {} },
      { record: `${telemetry.recorded.trendPrefix}cost_per_hour`, expr: `${plain(fixedHour)} + ${plain(nodeHour)} * ${nodes}`, labels: { currency } },
    ],
  };
}
