/** Links from a panel to traces: searches in Jaeger over the dashboard's time range. */
import { readableDuration } from '../readable-duration';
import type { AlertedWorkload } from '../alerts/alerted';
import { traceSearch, type AddressPart, type Links, type TraceSearch } from '../alerts/links';
import type { Link } from './dashboard';

/** Filters of the search; without any, all traces match. */
export type Traces = Pick<TraceSearch, 'operation' | 'failed' | 'minDuration'>;

/** The dashboard's time range. Grafana counts in milliseconds, Jaeger in microseconds, hence the three zeros. */
const shown = { from: { template: '${__from}000' }, to: { template: '${__to}000' } } as const;

/** The workload whose traces are searched; Jaeger calls it a service. */
export interface Traced {
  readonly links: Pick<Links, 'jaeger'>;
  readonly service: AddressPart;
}

export function traceLink({ links, service }: Traced, title: string, traces: Traces = {}): Link {
  return { title, url: traceSearch(links, { service, ...traces, period: shown }) };
}

/** Traces of the workload that is selected in the dashboard. */
export function chosenTraces({ links }: Pick<AlertedWorkload, 'links'>): Traced {
  return { links, service: { template: '${workload:percentencode}' } };
}

/** Traces with a span slower than the objective's target, of all operations or of one. */
export function slowTraces(workload: Pick<AlertedWorkload, 'links' | 'objectives'>, of: Pick<Traces, 'operation'> = {}): Link {
  const { target } = workload.objectives.latency;
  return traceLink(chosenTraces(workload), `Traces of ${readableDuration(target)} or more`, { ...of, minDuration: target });
}

/** Value of a label of the line that was clicked. */
export function ofLine(label: string): AddressPart {
  return { template: `\${__field.labels.${label}:percentencode}` };
}

/** Value in a column of the row that was clicked. */
export function ofRow(column: string): AddressPart {
  return { template: `\${__data.fields.${column}:percentencode}` };
}
