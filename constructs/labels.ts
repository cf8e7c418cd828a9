/** The label that selects a workload's pods. Selectors are immutable, so it is this one label and never more. */
export const nameLabel = 'app.kubernetes.io/name';

export function selectorLabels(name: string): Readonly<Record<string, string>> {
  return { [nameLabel]: name };
}

/** Kubernetes' own label with a namespace's name. */
export function namespaceLabels(namespace: string): Readonly<Record<string, string>> {
  return { 'kubernetes.io/metadata.name': namespace };
}
