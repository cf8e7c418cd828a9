/**
 * What the API server's own description says of lists: which are keyed and by what, and which are sets (kubernetes.io/docs/reference/using-api/server-side-apply,
 * "Merge strategy"; the document of each group's version is at /openapi/v3).
 */
import { z } from 'zod';

type ListShape = 'set' | { readonly keys: readonly string[] };

/** By kind (`apps/v1/Deployment`) and path of the list (`spec.template.spec.containers[].ports`). */
export type ListKeys = Readonly<Record<string, Readonly<Record<string, ListShape>>>>;

interface Described {
  readonly properties?: Readonly<Record<string, Described>> | undefined;
  readonly items?: Described | undefined;
  readonly additionalProperties?: Described | boolean | undefined;
  readonly allOf?: readonly Described[] | undefined;
  readonly $ref?: string | undefined;
  readonly 'x-kubernetes-list-type'?: string | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[] | undefined;
}

const described: z.ZodType<Described> = z.lazy(() =>
  z.looseObject({
    properties: z.record(z.string(), described).optional(),
    items: described.optional(),
    additionalProperties: z.union([z.boolean(), described]).optional(),
    allOf: z.array(described).optional(),
    $ref: z.string().optional(),
    'x-kubernetes-list-type': z.string().optional(),
    'x-kubernetes-list-map-keys': z.array(z.string()).optional(),
    'x-kubernetes-group-version-kind': z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() })).optional(),
  }),
);

export const openApiDocument = z.looseObject({ components: z.object({ schemas: z.record(z.string(), described) }).optional() });
export type OpenApiDocument = z.infer<typeof openApiDocument>;

/** @param kinds `apps/v1/Deployment`, `/v1/Service`. @returns for each the lists that are not atomic, by path */
export function listKeysOf(documents: readonly OpenApiDocument[], kinds: readonly string[]): ListKeys {
  const schemas = new Map(documents.flatMap(({ components }) => Object.entries(components?.schemas ?? {})));
  const entries = [...schemas.values()].flatMap((schema) =>
    (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, version, kind }) => [`${group}/${version}/${kind}`, schema] as const),
  );
  return Object.fromEntries(
    entries
      .filter(([kind]) => kinds.includes(kind))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([kind, schema]) => [kind, Object.fromEntries(listsIn(schema, { schemas, path: '', above: [] }).sort(([one], [other]) => (one < other ? -1 : 1)))]),
  );
}

interface Place {
  readonly schemas: ReadonlyMap<string, Described>;
  readonly path: string;
  /** Schemas that are entered: one that holds itself ends here. */
  readonly above: readonly Described[];
}

function listsIn(schema: Described, place: Place): (readonly [path: string, shape: ListShape])[] {
  const { schemas, path, above } = place;
  const target = targetOf(schema, schemas);
  // status is written by controllers, and metadata by the server
  if (target === undefined || above.includes(target) || path === 'status' || path === 'metadata') return [];
  return [
    ...shapeOf(schema, path),
    ...parts(target).flatMap(([part, inside]) =>
      listsIn(inside, { schemas, above: [...above, target], path: path === '' ? part : `${path}${part.startsWith('[') ? '' : '.'}${part}` }),
    ),
  ];
}

function targetOf(schema: Described, schemas: Place['schemas']): Described | undefined {
  const reference = schema.$ref ?? schema.allOf?.find(({ $ref }) => $ref !== undefined)?.$ref;
  return reference === undefined ? schema : schemas.get(reference.replace(/^.*\//, ''));
}

/** What is inside, by how it stands in a path. */
function parts({ items, additionalProperties, properties = {} }: Described): readonly (readonly [part: string, inside: Described])[] {
  return [
    ...(items === undefined ? [] : [['[]', items] as const]),
    ...(typeof additionalProperties === 'object' ? [['*', additionalProperties] as const] : []),
    ...Object.entries(properties),
  ];
}

function shapeOf(schema: Described, path: string): (readonly [path: string, shape: ListShape])[] {
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return [[path, { keys: schema['x-kubernetes-list-map-keys'] ?? [] }]];
    case 'set':
      return [[path, 'set']];
    default:
      return [];
  }
}
