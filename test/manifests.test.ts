import { synthesize } from '../charts/synthesis';
import { environments } from './fixtures/environments';
import { partOf } from '../config/names';
import { objectsOf, type KubernetesObject } from './kubernetes-object';

/** Kinds without a namespace (kubectl api-resources --namespaced=false). */
const clusterScoped: ReadonlySet<string> = new Set(['APIService', 'ClusterRole', 'ClusterRoleBinding', 'Namespace', 'PriorityClass', 'StorageClass']);

function key({ kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${kind}/${namespace}/${name}`;
}

describe.each(environments.map((environment) => [environment.name, environment] as const))('the manifests of %s', (_name, environment) => {
  const files = synthesize(environment);
  const objects = objectsOf(environment);

  test('are the same when they are generated twice', () => {
    expect(synthesize(environment)).toEqual(files);
  });

  test('have the label by which all objects of the platform are found', () => {
    const unlabelled = objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] !== partOf);
    expect(unlabelled.map(key)).toEqual([]);
  });

  test('have a namespace exactly if their kind is namespaced', () => {
    const wrong = objects.filter(({ kind, metadata }) => clusterScoped.has(kind) === (metadata.namespace !== undefined));
    expect(wrong.map(key)).toEqual([]);
  });

  test('contain no object twice', () => {
    const keys = objects.map(key);
    expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
  });

  test('contain the objects that the synthesis reports', () => {
    const reported = files.flatMap((file) => file.objects.map((object) => `${object.kind}/${object.namespace ?? ''}/${object.name}`));
    expect(reported).toEqual(objects.map(key));
  });

  test('contain no Secret, and no object without a name', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret').map(key)).toEqual([]);
    expect(objects.filter(({ metadata }) => metadata.name.length === 0).map(key)).toEqual([]);
  });
});
