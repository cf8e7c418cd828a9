/** The text of a notification: what is wrong, since when, and links. Go templates (prometheus.io/docs/alerting/latest/notifications). */
export const notificationTemplate = `{{ define "lyo.title" -}}
[{{ .CommonLabels.environment }}{{ if eq .Status "resolved" }}, resolved{{ end }}] {{ .CommonLabels.alertname }}{{ with .CommonLabels.workload }}: {{ . }}{{ end }}
{{- if gt (len .Alerts) 1 }} ({{ len .Alerts }}){{ end }}
{{- end }}

{{ define "lyo.runbook" }}{{ with index .Alerts 0 }}{{ .Annotations.runbook }}{{ end }}{{ end }}

{{ define "lyo.text" }}{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
since {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}
runbook: {{ .Annotations.runbook }}
dashboard: {{ .Annotations.dashboard }}
{{ with .Annotations.traces }}traces: {{ . }}
{{ end }}
{{ end }}{{ end }}
`;
