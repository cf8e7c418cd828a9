/** A receiver as Alertmanager reads it. Addresses and tokens are files of a mounted Secret, so none is in the configuration. */
import type { Receiver } from '../../config/alerting';

export interface ReceiverConfig {
  readonly name: string;
  readonly webhook_configs?: readonly object[];
  readonly slack_configs?: readonly object[];
  readonly pagerduty_configs?: readonly object[];
}

export interface ReceiverProps {
  readonly name: string;
  readonly receiver: Receiver;
  readonly secretFile: (secret: { readonly secret: string; readonly key: string }) => string;
}

export function receiverOf({ name, receiver, secretFile }: ReceiverProps): ReceiverConfig {
  switch (receiver.kind) {
    case 'webhook':
      return { name, webhook_configs: [{ url_file: secretFile(receiver.url), send_resolved: name !== 'deadman' }] };
    case 'slack':
      return {
        name,
        slack_configs: [
          {
            api_url_file: secretFile(receiver.url),
            channel: receiver.channel,
            send_resolved: true,
            title: '{{ template "lyo.title" . }}',
            title_link: '{{ template "lyo.runbook" . }}',
            text: '{{ template "lyo.text" . }}',
            color: '{{ if eq .Status "resolved" }}good{{ else if eq .CommonLabels.severity "page" }}danger{{ else }}warning{{ end }}',
          },
        ],
      };
    case 'pagerduty':
      return {
        name,
        pagerduty_configs: [
          {
            routing_key_file: secretFile(receiver.routingKey),
            send_resolved: true,
            description: '{{ template "lyo.title" . }}',
            severity: '{{ if eq .CommonLabels.severity "page" }}critical{{ else }}warning{{ end }}',
            class: '{{ .CommonLabels.alertname }}',
            component: '{{ .CommonLabels.workload }}',
            group: '{{ .CommonLabels.namespace }}',
            details: { alerts: '{{ template "lyo.text" . }}' },
            links: [{ href: '{{ template "lyo.runbook" . }}', text: 'Runbook' }],
          },
        ],
      };
  }
}
