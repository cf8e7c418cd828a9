/** The label that selects a workload's pods. Selectors are immutable, so it is this one label and never more. */
export const nameLabel = 'app.kubernetes.io/name';

/** The same label on series of kube-state-metrics, which writes `_` for whatever may not stand in a label's name. */
export const shownNameLabel = `label_${nameLabel.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;

export function selectorLabels(name: string): Readonly<Record<string, string>> {
  return { [nameLabel]: name };
}

/** Kubernetes' own label with a namespace's name. */
export function namespaceLabels(namespace: string): Readonly<Record<string, string>> {
  return { 'kubernetes.io/metadata.name': namespace };
}
