/** Ports by their names: whoever leads to pods means a port by its name, which holds for pods of two versions. */
import { k8s } from 'cdk8s-plus-28';

export function containerPorts(ports: Readonly<Record<string, number>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }));
}

/** Of the same numbers as in the pods. */
export function servicePorts(ports: Readonly<Record<string, number>>): k8s.ServicePort[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
}
