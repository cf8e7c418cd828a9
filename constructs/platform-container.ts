import { k8s } from 'cdk8s-plus-28';
import type { Sizing } from '../config/sizing';
import { containerResources } from './resources';
import { restrictedContainer } from './restricted';

export interface PlatformContainerProps {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  /** @default - none */
  readonly env?: readonly k8s.EnvVar[];
  readonly sizing: Sizing;
  /** Named container ports. */
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: { readonly live: k8s.Probe; readonly ready: k8s.Probe; readonly start?: k8s.Probe };
  readonly mounts: readonly k8s.VolumeMount[];
}

/** The container of a platform component: with a restricted security context, requests and limits, and probes. */
export function platformContainer({ name, image, args, env = [], sizing, ports, probes, mounts }: PlatformContainerProps): k8s.Container {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [...args],
    ...(env.length === 0 ? {} : { env: [...env] }),
    ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort, protocol: 'TCP' })),
    resources: containerResources(sizing),
    securityContext: restrictedContainer,
    ...(probes.start === undefined ? {} : { startupProbe: probes.start }),
    livenessProbe: probes.live,
    readinessProbe: probes.ready,
    volumeMounts: [...mounts],
  };
}

/** An HTTP probe every ten seconds; `port` by name. */
export function httpProbe(path: string, port: string): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString(port) }, periodSeconds: 10, timeoutSeconds: 5 };
}

/** Fails later than readiness, after two minutes: an overloaded container must first get no more requests, before it is killed. */
export const patient: Pick<k8s.Probe, 'periodSeconds' | 'failureThreshold'> = { periodSeconds: 20, failureThreshold: 6 };

/** An HTTP probe that is {@link patient}; `port` by name. */
export function livenessProbe(path: string, port: string): k8s.Probe {
  return { ...httpProbe(path, port), ...patient };
}

/** A variable with the value of one of the pod's own fields, for example `status.podIP`. */
export function fromField(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** Service ports: those of the container, under the same names. */
export function servicePorts(ports: Readonly<Record<string, number>>): k8s.ServicePort[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
}
