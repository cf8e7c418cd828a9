import type { Duration } from '../../config/quantities';
import type { AlertRule } from '../rule-group';
import { runbookFile, traceSearch, type Links, type TraceSearch } from './links';

/** `page` wakes somebody, `ticket` waits for working hours, `none` notifies nobody: only programs and dashboards read it. */
export type Severity = 'page' | 'ticket' | 'none';

export interface AlertProps {
  readonly name: string;
  readonly severity: Severity;
  readonly expr: string;
  /** How long the expression must have a result before the alert fires. @default - it fires at the first evaluation */
  readonly lasting?: Duration;
  /** How long the alert keeps firing after its cause is over. @default - not at all */
  readonly staying?: Duration;
  readonly namespace: string;
  /** Workload or component that the alert is about. @default - the label of the expression, or all */
  readonly workload?: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** One line; may contain templates. */
  readonly summary: string;
  /** What it means for users, and the first thing to do. */
  readonly description: string;
  /** Identifier of the dashboard that shows the cause. */
  readonly dashboard: string;
  /** Search for traces with the cause. @default - traces do not show it */
  readonly traces?: TraceSearch;
}

/** An alerting rule with the labels and annotations of every alert: severity, workload, and links to runbook, dashboard and traces. */
export function alert(links: Links, props: AlertProps): AlertRule {
  const { name, severity, expr, lasting, staying, namespace, workload, labels = {}, summary, description, dashboard, traces } = props;
  const variables = workload === undefined ? '' : `?var-namespace=${namespace}&var-workload=${workload}`;
  return {
    alert: name,
    expr,
    ...(lasting === undefined ? {} : { for: lasting }),
    ...(staying === undefined ? {} : { keep_firing_for: staying }),
    labels: { severity, namespace, ...(workload === undefined ? {} : { workload }), ...labels },
    annotations: {
      summary,
      description,
      runbook: `${links.runbooks}/${runbookFile(name)}`,
      dashboard: `${links.grafana}/d/${dashboard}${variables}`,
      ...(traces === undefined ? {} : { traces: traceSearch(links, traces) }),
    },
  };
}
