/** Links of an alert: runbook, dashboard and traces. */

export interface Links {
  /** Address of Grafana, without a slash at its end. */
  readonly grafana: string;
  /** Address of Jaeger's UI, without a slash at its end. */
  readonly jaeger: string;
  /** Address of the folder with the runbooks. */
  readonly runbooks: string;
}

/** Part of a URL: text, which is escaped, or a template for Prometheus or Grafana, which stays as it is. */
export type AddressPart = string | { readonly template: string };

/** A search for traces in Jaeger. */
export interface TraceSearch {
  readonly service: AddressPart;
  readonly operation?: AddressPart;
  /** Only traces with a failed span. */
  readonly failed?: boolean;
  /** Only spans at least this long, for example `2s`. */
  readonly minDuration?: string;
  /** Start and end of the searched time, in microseconds since 1970. @default - the last hour */
  readonly period?: { readonly from: AddressPart; readonly to: AddressPart };
}

/** The label's value; Prometheus escapes it for a URL when the alert fires. */
export function labelInAddress(label: string): AddressPart {
  return { template: `{{ $labels.${label} | urlquery }}` };
}

/** URL of a search in Jaeger's UI. The parameter `tags` is a JSON object. */
export function traceSearch({ jaeger }: Pick<Links, 'jaeger'>, { service, operation, failed = false, minDuration, period }: TraceSearch): string {
  const parts = [
    `service=${inAddress(service)}`,
    ...(operation === undefined ? [] : [`operation=${inAddress(operation)}`]),
    ...(failed ? [`tags=${encodeURIComponent(JSON.stringify({ error: 'true' }))}`] : []),
    ...(minDuration === undefined ? [] : [`minDuration=${minDuration}`]),
    ...(period === undefined ? ['lookback=1h'] : ['lookback=custom', `start=${inAddress(period.from)}`, `end=${inAddress(period.to)}`]),
    'limit=20',
  ];
  return `${jaeger}/search?${parts.join('&')}`;
}

function inAddress(part: AddressPart): string {
  return typeof part === 'string' ? encodeURIComponent(part) : part.template;
}

/** URL of one trace in Jaeger's UI. @param id the trace id, 32 hexadecimal digits */
export function traceAddress({ jaeger }: Pick<Links, 'jaeger'>, id: AddressPart): string {
  return `${jaeger}/trace/${inAddress(id)}`;
}

/** `AvailabilityBurnFast` → `availability-burn-fast.md`. */
export function runbookFile(alert: string): string {
  return `${alert.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
}
