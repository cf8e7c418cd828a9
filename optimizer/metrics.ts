/** Metrics that the service exposes about itself, beside the gauges of the telemetry contract. */

export interface OwnMetric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
}

export const ownMetrics = {
  stageSeconds: { name: 'lyo_optimizer_stage_seconds', type: 'gauge', help: 'Duration of each stage of the last tick.' },
  ticks: { name: 'lyo_optimizer_ticks_total', type: 'counter', help: 'Ticks by outcome.' },
  leads: { name: 'lyo_optimizer_leads', type: 'gauge', help: '1 in the process that leads, of several.' },
  lastTick: { name: 'lyo_optimizer_last_tick_timestamp_seconds', type: 'gauge', help: 'End of the last complete tick.' },
  trusted: { name: 'lyo_optimizer_trusted', type: 'gauge', help: '1 where the last day would have been better with the forecast.' },
  gain: {
    name: 'lyo_optimizer_trial_gain_ratio',
    type: 'gauge',
    help: 'Share by which the last day would have been better, pods and violations priced together.',
  },
  blind: { name: 'lyo_optimizer_blind', type: 'gauge', help: '1 while the present load is not known, so that nothing is renewed.' },
  coverage: { name: 'lyo_optimizer_interval_coverage_ratio', type: 'gauge', help: 'Share of the last outcomes within their 90 % interval.' },
  error: { name: 'lyo_optimizer_forecast_error_ratio', type: 'gauge', help: 'Sum of the last errors over the sum of the loads.' },
  refused: { name: 'lyo_optimizer_refused', type: 'gauge', help: '1 for the reason why a policy has no decision.' },
  expectedLoad: {
    name: 'lyo_optimizer_expected_load',
    type: 'gauge',
    help: 'Forecast load of the bin in the unit of what is forecast, by bound of the interval.',
  },
} as const satisfies Record<string, OwnMetric>;

export interface MetricSample {
  readonly metric: OwnMetric;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus' text format 0.0.4: all samples of a metric together, below its type. */
export function exposition(samples: readonly MetricSample[]): string {
  const names = [...new Set(samples.map(({ metric }) => metric.name))];
  return names.map((name) => family(samples.filter(({ metric }) => metric.name === name))).join('');
}

function family(samples: readonly MetricSample[]): string {
  const [first] = samples;
  if (first === undefined) return '';
  const { name, help, type } = first.metric;
  const lines = samples.map(({ labels, value }) => `${name}${labelled(labels)} ${String(value)}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}="${value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
