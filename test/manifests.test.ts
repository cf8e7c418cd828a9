import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../charts/synthesis';
import { environments } from '../config/environments';
import { partOf } from '../config/names';
import { objectsOf, type KubernetesObject } from './kubernetes-object';

const manifests = join(__dirname, '..', 'manifests');

/** Kinds without a namespace (kubectl api-resources --namespaced=false). */
const clusterScoped: ReadonlySet<string> = new Set(['APIService', 'ClusterRole', 'ClusterRoleBinding', 'Namespace', 'PriorityClass']);

function key({ kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${kind}/${namespace}/${name}`;
}

describe.each(environments.map((environment) => [environment.name, environment] as const))('the committed manifests of %s', (name, environment) => {
  const files = synthesize(environment);
  const objects = objectsOf(environment);

  test('are what the configuration generates, byte for byte', () => {
    const stale = files.filter(
      ({ name: file, yaml }) => !existsSync(join(manifests, name, file)) || readFileSync(join(manifests, name, file), 'utf8') !== yaml,
    );
    if (stale.length > 0)
      throw new Error(
        `manifests/${name}: ${stale.map((file) => file.name).join(', ')} must be generated again: run npm start, review the difference and commit it`,
      );
  });

  test('hold nothing that no chart generates', () => {
    expect(readdirSync(join(manifests, name)).sort()).toEqual(files.map((file) => file.name).sort());
  });

  test('come out the same when they are generated twice', () => {
    expect(synthesize(environment)).toEqual(files);
  });

  test('carry the label by which everything of the platform is found', () => {
    const unlabelled = objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] !== partOf);
    expect(unlabelled.map(key)).toEqual([]);
  });

  test('have a namespace exactly where their kind has one', () => {
    const wrong = objects.filter(({ kind, metadata }) => clusterScoped.has(kind) === (metadata.namespace !== undefined));
    expect(wrong.map(key)).toEqual([]);
  });

  test('state no object twice', () => {
    const keys = objects.map(key);
    expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
  });

  test('list the same objects as the synthesis reports', () => {
    const reported = files.flatMap((file) => file.objects.map((object) => `${object.kind}/${object.namespace ?? ''}/${object.name}`));
    expect(reported).toEqual(objects.map(key));
  });

  test('contain no secret, and no object that Kubernetes would have to name', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret').map(key)).toEqual([]);
    expect(objects.filter(({ metadata }) => metadata.name.length === 0).map(key)).toEqual([]);
  });
});
