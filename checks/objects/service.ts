import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { view, type Viewed } from '../view';
import { integerOrText, listOf, textMap } from './shape';
import { selectedBy, type Workload } from './workload';

const port = z.object({ name: z.string().nullish(), port: z.int(), targetPort: integerOrText.nullish() });
const service = z.object({ spec: z.object({ selector: textMap, ports: listOf(port) }) });
export type Service = Viewed<z.infer<typeof service>>;

export const services = view({ group: '', kinds: ['Service'] }, service);

export function findService(manifests: Manifests, namespace: string | undefined, name: string): Service | undefined {
  return services.of(manifests).find(({ object }) => object.namespace === namespace && object.name === name);
}

/** The workloads behind a Service; none when it has no selector, because its endpoints are then somebody else's. */
export function behind(manifests: Manifests, { object, value: { spec } }: Service): readonly Workload[] {
  return Object.keys(spec.selector).length === 0 ? [] : selectedBy(manifests, object.namespace, { matchLabels: spec.selector, matchExpressions: [] });
}

/** Where an object says that it needs a Service. */
export interface ServiceReference {
  readonly from: ManifestObject;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Port by number or name. @default - the reference states none */
  readonly port?: number | string;
  /** The field that holds the reference. */
  readonly field: string;
}
