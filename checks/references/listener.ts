import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { admitsRoutesOf } from '../objects/listener-admission';
import { gateways, routes, type ParentReference } from '../objects/routing';
import { check } from '../check';

export const listener = check({
  id: 'references/listener',
  title: 'every route is accepted by a listener of its gateway',
  why: 'A route that no listener accepts is not an error anywhere but in its status: its host name answers 404.',
  find: (manifests) =>
    routes.of(manifests).flatMap(({ object, value: { spec } }) =>
      spec.parentRefs
        .filter(({ kind }) => (kind ?? 'Gateway') === 'Gateway')
        .flatMap((parent) => {
          const problem = refusal(manifests, { route: object, hostnames: spec.hostnames, parent });
          return problem === undefined
            ? []
            : [{ subject: object, problem, fix: 'name a Gateway of the manifests and one of its listeners that admits this namespace and host name' }];
        }),
    ),
});

interface Attachment {
  readonly route: ManifestObject;
  readonly hostnames: readonly string[];
  readonly parent: ParentReference;
}

function refusal(manifests: Manifests, { route, hostnames, parent }: Attachment): string | undefined {
  const wanted = { kind: 'Gateway', namespace: parent.namespace ?? route.namespace, name: parent.name };
  const gateway = gateways.of(manifests).find(({ object }) => object.namespace === wanted.namespace && object.name === wanted.name);
  if (gateway === undefined) return `parentRefs names ${nameOf(wanted)}, which is not there`;
  const { listeners } = gateway.value.spec;
  const named = listeners.filter(({ name }) => !parent.sectionName || name === parent.sectionName);
  if (named.length === 0)
    return `sectionName is ${parent.sectionName}, and ${nameOf(wanted)} has the listeners ${listeners.map(({ name }) => name).join(', ')}`;
  const admitting = named.filter((candidate) => admitsRoutesOf(manifests, candidate, gateway.object, route.namespace));
  if (admitting.length === 0) return `${nameOf(wanted)} admits no routes of namespace ${route.namespace} on ${named.map(({ name }) => name).join(', ')}`;
  if (hostnames.length === 0 || admitting.some(({ hostname }) => !hostname || hostnames.some((name) => overlaps(hostname, name)))) return undefined;
  return `the host names are ${hostnames.join(', ')}, and the listeners of ${nameOf(wanted)} have ${admitting.map(({ hostname }) => hostname).join(', ')}`;
}

/** Whether two host names overlap, such as `*.lyo.example` and `api.lyo.example`. */
function overlaps(one: string, other: string): boolean {
  return one === other || (one.startsWith('*.') && other.endsWith(one.slice(1))) || (other.startsWith('*.') && one.endsWith(other.slice(1)));
}
