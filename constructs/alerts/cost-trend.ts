import type { AlertTiming } from '../../config/alert-timing';
import { plain, selector } from '../promql';
import type { RecordingRule, RuleGroup } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';

export interface CostTrendProps {
  readonly telemetry: Telemetry;
  readonly timing: AlertTiming;
  /** `undefined` where a price is unknown; then only nodes are recorded. */
  readonly price: ClusterPrice | undefined;
}

interface ClusterPrice {
  /** List price of one node for an hour, including its disk. */
  readonly nodeHour: number;
  /** List price of the cluster without its nodes for an hour. */
  readonly fixedHour: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** Recording rules for the number of ready nodes and the cluster's cost per hour at list prices: nodes · nodeHour + fixedHour. Traffic and logs are not included; the invoice has them. */
export function costTrend({ telemetry, timing, price }: CostTrendProps): RuleGroup {
  const ready = selector(telemetry.metrics.nodeCondition.name, [
    ['condition', '=', 'Ready'],
    ['status', '=', 'true'],
  ]);
  // `max by (node)`, because two pods of kube-state-metrics overlap during a rollout
  const nodes = `sum(max by (node) (${ready}))`;
  return {
    name: 'trends/cost',
    interval: timing.trend.interval,
    rules: [
      { record: `${telemetry.recorded.trendPrefix}nodes`, expr: nodes, labels: {} },
      ...(price === undefined ? [] : [costRule(`${telemetry.recorded.trendPrefix}cost_per_hour`, nodes, price)]),
    ],
  };
}

function costRule(record: string, nodes: string, { nodeHour, fixedHour, currency }: ClusterPrice): RecordingRule {
  return { record, expr: `${plain(fixedHour)} + ${plain(nodeHour)} * ${nodes}`, labels: { currency } };
}
