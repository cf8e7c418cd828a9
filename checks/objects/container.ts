import { z } from 'zod';
import { amounts, integerOrText, listOf, named, texts } from './shape';

const port = z.object({ port: integerOrText });
/** What a probe or hook does; empty when it does nothing, which the API server refuses. */
const handler = z.object({
  httpGet: port.nullish(),
  tcpSocket: port.nullish(),
  grpc: z.object({ port: z.int() }).nullish(),
  exec: z.object({}).nullish(),
  sleep: z.object({}).nullish(),
});
export type Handler = z.infer<typeof handler>;

/** A probe: a handler that is called repeatedly. */
const probe = handler.extend({
  initialDelaySeconds: z.int().nullish(),
  periodSeconds: z.int().nullish(),
  failureThreshold: z.int().nullish(),
});
export type Probe = z.infer<typeof probe>;

const optionalReference = z.object({ name: z.string(), optional: z.boolean().nullish() });
const keyReference = optionalReference.extend({ key: z.string() });

const variable = z.object({
  name: z.string(),
  value: z.string().nullish(),
  valueFrom: z.object({ configMapKeyRef: keyReference.nullish(), secretKeyRef: keyReference.nullish() }).nullish(),
});

const seccompProfile = z.object({ type: z.string() }).nullish();

const securityContext = z.object({
  privileged: z.boolean().nullish(),
  allowPrivilegeEscalation: z.boolean().nullish(),
  runAsNonRoot: z.boolean().nullish(),
  runAsUser: z.int().nullish(),
  capabilities: z.object({ add: texts, drop: texts }).nullish(),
  seccompProfile,
});
export type SecurityContext = z.infer<typeof securityContext>;

export const container = z.object({
  name: z.string(),
  image: z.string().nullish(),
  command: texts,
  args: texts,
  env: listOf(variable),
  envFrom: listOf(z.object({ configMapRef: optionalReference.nullish(), secretRef: optionalReference.nullish() })),
  ports: listOf(z.object({ name: z.string().nullish(), containerPort: z.int(), hostPort: z.int().nullish() })),
  resources: z.object({ requests: amounts, limits: amounts }).nullish(),
  securityContext: securityContext.nullish(),
  livenessProbe: probe.nullish(),
  readinessProbe: probe.nullish(),
  startupProbe: probe.nullish(),
  lifecycle: z.object({ preStop: handler.nullish(), postStart: handler.nullish() }).nullish(),
  volumeMounts: listOf(named.extend({ mountPath: z.string().nullish(), subPath: z.string().nullish() })),
  /** `Always` makes an init container a sidecar that runs as long as the pod. */
  restartPolicy: z.string().nullish(),
});
export type Container = z.infer<typeof container>;

export type Resource = 'cpu' | 'memory';
/** What every container has to state. */
export const resources: readonly Resource[] = ['cpu', 'memory'];

/** Whether a container declares a port, by its name or number. */
export function declaresPort({ ports }: Container, wanted: string | number): boolean {
  return ports.some(({ name, containerPort }) => (typeof wanted === 'number' ? containerPort === wanted : name === wanted));
}

/** Seconds that a probe may go on failing before it has consequences; Kubernetes' own defaults are every 10 s, three times. */
export function lasting(asked: Probe | null | undefined): number {
  if (!asked) return 0;
  return (asked.initialDelaySeconds ?? 0) + (asked.periodSeconds ?? 10) * (asked.failureThreshold ?? 3);
}

/** Seconds until a container is ready at the latest: its start-up probe gives up, or its readiness probe has failed as often as it may. */
export function longestStart({ startupProbe, readinessProbe }: Pick<Container, 'startupProbe' | 'readinessProbe'>): number {
  return lasting(startupProbe) + lasting(readinessProbe);
}

/** The declared ports as a message shows them: `http (8000)`. */
export function portsText(containers: readonly Container[]): string {
  return containers.flatMap(({ ports }) => ports.map(({ name, containerPort }) => `${name ?? 'unnamed'} (${containerPort})`)).join(', ') || 'no port';
}
