/** Kinds that route requests to Services. */
import { z } from 'zod';
import { nameOf, type Manifests } from '../manifest';
import { view } from '../view';
import { labelSelector } from './selector';
import { listOf, named, texts } from './shape';

const ingressService = z.object({ name: z.string(), port: z.object({ name: z.string().nullish(), number: z.int().nullish() }).nullish() });
const ingressBackend = z.object({ service: ingressService.nullish() });
const ingressRule = z.object({ http: z.object({ paths: listOf(z.object({ backend: ingressBackend })) }).nullish() });

export const ingresses = view(
  { group: 'networking.k8s.io', kinds: ['Ingress'] },
  z.object({
    spec: z.object({ defaultBackend: ingressBackend.nullish(), rules: listOf(ingressRule), tls: listOf(z.object({ secretName: z.string().nullish() })) }),
  }),
);

type IngressService = z.infer<typeof ingressService>;
type Ingress = ReturnType<typeof ingresses.of>[number];

/** Services to which an Ingress leads, all in its own namespace, with their ports. */
export function ingressServices({ value: { spec } }: Pick<Ingress, 'value'>): readonly IngressService[] {
  return [spec.defaultBackend, ...spec.rules.flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend)].flatMap(
    (backend) => backend?.service ?? [],
  );
}

/** References of an Ingress to Services. */
export function servicesOf(ingress: Ingress): readonly Reference[] {
  return ingressServices(ingress).map(({ name }) => ({ kind: 'Service', name, namespace: ingress.object.namespace }));
}

const parentReference = z.object({ name: z.string(), namespace: z.string().nullish(), sectionName: z.string().nullish(), kind: z.string().nullish() });
const backendReference = z.object({ kind: z.string().nullish(), name: z.string(), namespace: z.string().nullish(), port: z.int().nullish() });

/** Every kind of route from a Gateway to Services, for any protocol. */
export const routes = view(
  { group: 'gateway.networking.k8s.io', kinds: ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] },
  z.object({
    spec: z.object({ hostnames: texts, parentRefs: listOf(parentReference), rules: listOf(z.object({ backendRefs: listOf(backendReference) })) }),
  }),
);
/** References of a route to backends, by kind, namespace and name. */
export function backendsOf({ object, value: { spec } }: ReturnType<typeof routes.of>[number]): readonly Reference[] {
  return spec.rules
    .flatMap(({ backendRefs }) => backendRefs)
    .map(({ kind, name, namespace }) => ({ kind: kind ?? 'Service', name, namespace: namespace ?? object.namespace }));
}

/** The existing Gateways to which a route is attached. */
export function gatewaysOf(manifests: Manifests, { object, value: { spec } }: ReturnType<typeof routes.of>[number]): ReturnType<typeof gateways.of> {
  return gateways
    .of(manifests)
    .filter((gateway) =>
      spec.parentRefs.some(({ name, namespace }) => name === gateway.object.name && (namespace ?? object.namespace) === gateway.object.namespace),
    );
}

/** A reference to an object that may not exist. */
export interface Reference {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

export type ParentReference = z.infer<typeof parentReference>;

const allowedRoutes = z.object({ namespaces: z.object({ from: z.string().nullish(), selector: labelSelector.nullish() }).nullish() });
const listener = z.object({
  name: z.string(),
  hostname: z.string().nullish(),
  allowedRoutes: allowedRoutes.nullish(),
  tls: z.object({ certificateRefs: listOf(named.extend({ namespace: z.string().nullish(), kind: z.string().nullish() })) }).nullish(),
});
export type Listener = z.infer<typeof listener>;

export const gateways = view(
  { group: 'gateway.networking.k8s.io', kinds: ['Gateway'] },
  z.object({ spec: z.object({ gatewayClassName: z.string().nullish(), listeners: listOf(listener) }) }),
);

const probe = z.object({ port: z.int().nullish() }).nullish();
const checkConfig = z.object({ httpHealthCheck: probe, httpsHealthCheck: probe, http2HealthCheck: probe, tcpHealthCheck: probe, grpcHealthCheck: probe });

/** GKE's policies that are attached to Gateways and Services. The probed ports are those of a health check policy. */
export const edgePolicies = view(
  { group: 'networking.gke.io', kinds: ['HealthCheckPolicy', 'GCPBackendPolicy', 'GCPGatewayPolicy'] },
  z.object({
    spec: z.object({
      targetRef: z.object({ kind: z.string(), name: z.string(), namespace: z.string().nullish() }),
      default: z
        .object({
          config: checkConfig.nullish(),
          securityPolicy: z.string().nullish(),
          sslPolicy: z.string().nullish(),
          iap: z.object({ enabled: z.boolean().nullish(), oauth2ClientSecret: z.object({ name: z.string().nullish() }).nullish() }).nullish(),
        })
        .nullish(),
    }),
  }),
);
export type EdgePolicy = ReturnType<typeof edgePolicies.of>[number];

/** Target of a policy; its own namespace is the default. */
export function policyTarget({ object, value: { spec } }: EdgePolicy): Reference {
  const { kind, name, namespace } = spec.targetRef;
  return { kind, name, namespace: namespace ?? object.namespace };
}

/** Policies of a kind that are attached to `Kind namespace/name`. */
export function policiesOn(manifests: Manifests, kind: string, target: string): readonly EdgePolicy[] {
  return edgePolicies.of(manifests).filter((policy) => policy.object.kind === kind && nameOf(policyTarget(policy)) === target);
}
