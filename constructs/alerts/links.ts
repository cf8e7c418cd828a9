/** Where the reader of an alert goes next. */

export interface Links {
  /** Address of Grafana, without a slash at its end. */
  readonly grafana: string;
  /** Address of Jaeger's UI, without a slash at its end. */
  readonly jaeger: string;
  /** Address of the folder with the runbooks. */
  readonly runbooks: string;
}

/** A search in Jaeger. `operation` may be a template of Prometheus, which is left as it is. */
export interface TraceSearch {
  readonly service: string;
  readonly operation?: string;
  /** Only traces with a failed span. */
  readonly failed?: boolean;
  /** Only spans at least this long, for example `2s`. */
  readonly minDuration?: string;
}

/** The label's value, escaped for an address by Prometheus when the alert fires. */
export function labelInAddress(label: string): string {
  return `{{ $labels.${label} | urlquery }}`;
}

/** Address of a search as Jaeger's UI reads it. Tags are a JSON object. */
export function traceSearch({ jaeger }: Pick<Links, 'jaeger'>, { service, operation, failed = false, minDuration }: TraceSearch): string {
  const parts = [
    `service=${encodeURIComponent(service)}`,
    ...(operation === undefined ? [] : [`operation=${operation}`]),
    ...(failed ? [`tags=${encodeURIComponent(JSON.stringify({ error: 'true' }))}`] : []),
    ...(minDuration === undefined ? [] : [`minDuration=${minDuration}`]),
    'lookback=1h',
    'limit=20',
  ];
  return `${jaeger}/search?${parts.join('&')}`;
}

/** `AvailabilityBurnFast` → `availability-burn-fast.md`. */
export function runbookFile(alert: string): string {
  return `${alert.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
}
