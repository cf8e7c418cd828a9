/** Ports of containers and Services. Services and policies refer to ports by name, so that pods of two versions may use different numbers. */
import { k8s } from 'cdk8s-plus-28';

export function containerPorts(ports: Readonly<Record<string, number>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }));
}

/** Service ports with the same numbers as in the pods. */
export function servicePorts(ports: Readonly<Record<string, number>>): k8s.ServicePort[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
}
