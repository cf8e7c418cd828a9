/** The parts of Alertmanager's configuration that this program states (prometheus.io/docs/alerting/latest/configuration). */
import type { Alerting, Receiver } from '../../config/alerting';
import type { AlertTiming } from '../../config/alert-timing';
import { receiverOf, type ReceiverConfig } from './receiver';

export interface AlertmanagerConfig {
  readonly route: Route;
  readonly inhibit_rules: readonly Inhibition[];
  readonly receivers: readonly ReceiverConfig[];
  readonly templates: readonly string[];
}

export interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

export interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

export interface AlertmanagerConfigProps {
  readonly receivers: Alerting['receivers'];
  readonly timing: AlertTiming;
  /** Path at which a key of a Secret is mounted. */
  readonly secretFile: (secret: { readonly secret: string; readonly key: string }) => string;
  readonly templates: readonly string[];
}

/** The receiver for alerts that notify nobody. */
const silent = 'none';

export function alertmanagerConfig({ receivers, timing, secretFile, templates }: AlertmanagerConfigProps): AlertmanagerConfig {
  const { wait, interval, repeat } = timing.notifications;
  const named = (name: string, receiver: Receiver) => receiverOf({ name, receiver, secretFile });
  return {
    route: {
      // an alert with an unknown severity is still sent as a ticket
      receiver: 'ticket',
      group_by: ['namespace', 'workload', 'alertname'],
      group_wait: wait.ticket,
      group_interval: interval,
      repeat_interval: repeat.ticket,
      routes: [
        // a group of its own, repeated at the heartbeat's interval. Alertmanager looks at a group every group_interval, and repeats a message when the last one is older than
        // repeat_interval. The last message was sent a moment after the look, so with equal intervals only every second look would send one
        { receiver: 'deadman', matchers: ['alertname="Deadman"'], group_wait: '0s', group_interval: timing.heartbeat, repeat_interval: '1s' },
        { receiver: silent, matchers: ['severity="none"'] },
        { receiver: 'page', matchers: ['severity="page"'], group_wait: wait.page, repeat_interval: repeat.page },
        { receiver: 'ticket', matchers: ['severity="ticket"'] },
      ],
    },
    inhibit_rules: inhibitions,
    receivers: [named('page', receivers.page), named('ticket', receivers.ticket), named('deadman', receivers.deadman), { name: silent }],
    templates,
  };
}

const inhibitions: readonly Inhibition[] = [
  // while the source is dead, alerts on its series are consequences or artefacts
  { source_matchers: ['alertname="SpansMissing"'], target_matchers: ['source="spans"'], equal: ['namespace', 'workload'] },
  // a page already notifies the person who would get the ticket
  { source_matchers: ['severity="page"', 'slo=~".+"'], target_matchers: ['severity="ticket"', 'slo=~".+"'], equal: ['namespace', 'workload', 'slo'] },
  { source_matchers: ['alertname="VolumeAlmostFull"'], target_matchers: ['alertname="VolumeFilling"'], equal: ['persistentvolumeclaim'] },
  { source_matchers: ['alertname="MetricsAdapterDown"'], target_matchers: ['alertname="AutoscalerUnable"'], equal: [] },
];
