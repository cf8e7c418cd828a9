/** Faults that somebody could write into the scaling rules. Each must break a case, or the case is not worth having. */
export interface RuleMutant {
  readonly title: string;
  readonly find: string | RegExp;
  readonly replace: string;
}

export const ruleMutants: readonly RuleMutant[] = [
  { title: 'one missed scrape too many is alive', find: '>= 5', replace: '>= 0' },
  { title: 'a gateway that is down is alive', find: /and \(min\(min_over_time\(up.*\n/, replace: '' },
  { title: 'the heartbeat is not asked', find: /and \(sum\(rate\(traces_span_metrics_calls_total[^\n]*GET \/health\/ready.*\n/, replace: '\n' },
  { title: 'a quarter of the heartbeats is enough', find: '>= 0.75 * min(min_over_time', replace: '>= 0.25 * min(min_over_time' },
  { title: 'without evidence nothing scales out', find: /> on\(\) lyo:ready_replicas/g, replace: '> on() 1000 * lyo:ready_replicas' },
  { title: 'a missing container counts as idle', find: '0.25 * clamp_min', replace: '0 * clamp_min' },
  { title: 'half of the containers is evidence', find: /(container_cpu.*\)\)) >= on\(\) 0\.75/, replace: '$1 >= on() 0.5' },
  { title: 'half of the working sets is evidence', find: /(container_memory.*\)) >= on\(\) 0\.75/, replace: '$1 >= on() 0' },
  { title: 'the idle heap counts', find: ' - 134217728', replace: ' - 0' },
  { title: 'headroom is ignored', find: '* lyo:headroom:ratio', replace: '* 1 + 0 * lyo:headroom:ratio' },
  { title: 'headroom never expires', find: /(lyo_headroom_ratio.*?) > time\(\)\)/, replace: '$1 > 0)' },
  { title: 'a forecast never expires', find: /(lyo_forecast_replicas.*?) > time\(\)\)/, replace: '$1 > 0)' },
  { title: 'health routes are load', find: /,span_name!~\\?"\[A-Z\]\+ \/health\(\/\.\*\)\?\\?"/g, replace: '' },
  { title: 'no error series is no error ratio', find: / or 0 \* sum\(rate/, replace: ' or -1 * sum(rate' },
  { title: 'errors ask for pods for ever', find: '<= 60', replace: '<= 6000' },
  { title: 'only the last ten minutes of an incident count', find: '[1800s]', replace: '[600s]' },
  { title: 'ten calls are a signal', find: />= 100\)/g, replace: '>= 10)' },
  { title: 'a step may triple the pods', find: /, 1\.5\)/g, replace: ', 3)' },
  { title: 'CPU has another cap', find: /(uncapped_replicas:cpu\{[^}]*\}), 20\)/g, replace: '$1, 21)' },
  { title: 'memory has another cap', find: /(uncapped_replicas:memory\{[^}]*\}), 20\)/g, replace: '$1, 21)' },
  { title: 'request rate has another cap', find: /(uncapped_replicas:request_rate\{[^}]*\}), 50\)/g, replace: '$1, 51)' },
  { title: 'latency has another cap', find: /(uncapped_replicas:latency\{[^}]*\}), 30\)/g, replace: '$1, 31)' },
  { title: 'errors have another cap', find: /(uncapped_replicas:errors\{[^}]*\}), 15\)/g, replace: '$1, 16)' },
  { title: 'the forecast has another cap', find: /(uncapped_replicas:forecast\{[^}]*\}), 50\)/g, replace: '$1, 51)' },
  { title: 'P90 instead of P95', find: 'histogram_quantile(0.95', replace: 'histogram_quantile(0.9' },
  { title: 'NaN is zero', find: / >= 0$/gm, replace: ' > -1 or vector(0)' },
];
