/** The label that selects a workload's pods. Selectors are immutable, so they contain only this label. */
export const nameLabel = 'app.kubernetes.io/name';

/** The same label on series of kube-state-metrics, which replaces characters that Prometheus does not allow with `_`. */
export const shownNameLabel = `label_${nameLabel.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;

export function selectorLabels(name: string): Readonly<Record<string, string>> {
  return { [nameLabel]: name };
}

/** Selector of a namespace by the label with its name that Kubernetes sets. */
export function namespaceLabels(namespace: string): Readonly<Record<string, string>> {
  return { 'kubernetes.io/metadata.name': namespace };
}
