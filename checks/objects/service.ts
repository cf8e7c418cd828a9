import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { view, type Viewed } from '../view';
import type { TcpPort } from './network-policy';
import { runningContainers } from './pod';
import { integerOrText, listOf, textMap, texts } from './shape';
import { selectedBy, type Workload } from './workload';

const port = z.object({ name: z.string().nullish(), port: z.int(), targetPort: integerOrText.nullish() });
const service = z.object({
  spec: z.object({
    type: z.string().nullish(),
    clusterIP: z.string().nullish(),
    selector: textMap,
    ports: listOf(port),
    externalIPs: texts,
    externalName: z.string().nullish(),
  }),
});
export type Service = Viewed<z.infer<typeof service>>;

export const services = view({ group: '', kinds: ['Service'] }, service);

export function findService(manifests: Manifests, namespace: string | undefined, name: string): Service | undefined {
  return services.of(manifests).find(({ object }) => object.namespace === namespace && object.name === name);
}

/** The workloads behind a Service; none when it has no selector, because another controller then sets its endpoints. */
export function behind(manifests: Manifests, { object, value: { spec } }: Service): readonly Workload[] {
  return Object.keys(spec.selector).length === 0 ? [] : selectedBy(manifests, object.namespace, { matchLabels: spec.selector, matchExpressions: [] });
}

/** Address of a Service, anywhere in a text: `http://prometheus.lyo-observability.svc:9090/`. */
export const serviceAddress = /\b([a-z][-a-z0-9]*)\.([a-z][-a-z0-9]*)\.svc(?:\.cluster\.local)?\.?(?::(\d+))?/g;

/** As {@link behind}, and also through a Service of type ExternalName, which is an alias of another one. */
export function behindByAnyName(manifests: Manifests, service: Service): readonly Workload[] {
  const [, name = '', namespace] = [...(service.value.spec.externalName ?? '').matchAll(serviceAddress)][0] ?? [];
  const meant = findService(manifests, namespace, name);
  return [...behind(manifests, service), ...(meant === undefined ? [] : behind(manifests, meant))];
}

/** The port that a workload's containers declare with this name or number. @returns undefined where no container does */
export function declaredPort({ pod }: Workload, wanted: string | number): TcpPort | undefined {
  const declared = runningContainers(pod).flatMap(({ ports }) => ports);
  const found = declared.find(({ name, containerPort: number }) => name === wanted || number === wanted);
  return found && { number: found.containerPort, ...(found.name ? { name: found.name } : {}) };
}

/** As {@link declaredPort}, but also for a number that no container declares, which a Service may use. */
export function portBehind(workload: Workload, wanted: string | number): TcpPort | undefined {
  return declaredPort(workload, wanted) ?? (typeof wanted === 'number' ? { number: wanted } : undefined);
}

/** A reference of an object to a Service. */
export interface ServiceReference {
  readonly from: ManifestObject;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Port by number or name. @default - the reference states none */
  readonly port?: number | string;
  /** The field with the reference. */
  readonly field: string;
}
