import type { AlertTiming } from '../../config/alert-timing';
import { plain, selector } from '../promql';
import type { RecordingRule, RuleGroup } from '../rule-group';
import type { Telemetry } from '../scaling/telemetry';

export interface CostTrendProps {
  readonly telemetry: Telemetry;
  readonly timing: AlertTiming;
  /** @default - unknown, so only nodes are recorded */
  readonly price: ClusterPrice | undefined;
}

interface ClusterPrice {
  /** List price of one node, its disk included, in an hour. */
  readonly nodeHour: number;
  /** What the cluster costs in an hour without a node. */
  readonly fixedHour: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** What the cluster costs in an hour at list prices: nodes that are ready, and what is there without any. Traffic and logs are left to the invoice. */
export function costTrend({ telemetry, timing, price }: CostTrendProps): RuleGroup {
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
      ...(price === undefined ? [] : [costRule(`${telemetry.recorded.trendPrefix}cost_per_hour`, nodes, price)]),
    ],
  };
}

function costRule(record: string, nodes: string, { nodeHour, fixedHour, currency }: ClusterPrice): RecordingRule {
  return { record, expr: `${plain(fixedHour)} + ${plain(nodeHour)} * ${nodes}`, labels: { currency } };
}
