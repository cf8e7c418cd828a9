import { synthesize } from '../charts/synthesis';
import { yamlDocuments } from '../checks/yaml';
import { oncePerEnvironment } from './once-per-environment';

/** Fields of every Kubernetes object; tests compare the others. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

/** Parses the objects of a YAML file as the API server would. */
export function parsed(yaml: string): readonly KubernetesObject[] {
  return yamlDocuments(yaml) as readonly KubernetesObject[];
}

/** All objects that an environment synthesizes to. */
export const objectsOf = oncePerEnvironment((environment): readonly KubernetesObject[] => synthesize(environment).flatMap(({ yaml }) => parsed(yaml)));

/** The only object of a kind, with a name if there are several. */
export function only(objects: readonly KubernetesObject[], kind: string, name?: string): KubernetesObject {
  const found = objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  const [object] = found;
  if (object === undefined || found.length > 1) throw new Error(`there must be one ${kind} ${name ?? ''}, found ${found.length}`);
  return object;
}

export function kindsOf(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.map(({ kind }) => kind).sort();
}
