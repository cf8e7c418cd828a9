import { z } from 'zod';
import { check } from '../check';
import type { ManifestObject, Manifests } from '../manifest';
import { exists, missingFix } from '../objects/existence';
import { secretSyncs } from '../objects/secret-sync';
import { workloads } from '../objects/workload';
import { view } from '../view';
import { yamlDocument } from '../yaml';

const providerClasses = view(
  { group: 'secrets-store.csi.x-k8s.io', kinds: ['SecretProviderClass'] },
  z.object({ spec: z.object({ provider: z.string().nullish(), parameters: z.record(z.string(), z.string()).nullish() }) }),
);

interface Finding {
  readonly subject: ManifestObject;
  readonly problem: string;
  readonly fix: string;
}

export const secretProvider = check({
  id: 'references/secret-provider',
  title: 'every volume and Secret of a provider’s secrets names a SecretProviderClass of its namespace, and asks for what is in it',
  why: 'Pods wait for such a volume or Secret for ever, and the API server says nothing: it knows neither.',
  find: (manifests) => [...volumesWithoutClass(manifests), ...syncsWithoutSource(manifests), ...unreadClasses(manifests)],
});

function classOf(manifests: Manifests, namespace: string | undefined, name: string): ReturnType<typeof providerClasses.of>[number] | undefined {
  return providerClasses.of(manifests).find(({ object }) => object.namespace === namespace && object.name === name);
}

function volumesWithoutClass(manifests: Manifests): readonly Finding[] {
  return workloads(manifests).flatMap(({ object, pod }) =>
    pod.volumes.flatMap(({ name, csi }) => {
      const wanted = csi?.volumeAttributes?.['secretProviderClass'];
      if (!csi?.driver.startsWith('secrets-store') || classOf(manifests, object.namespace, wanted ?? '') !== undefined) return [];
      return [
        {
          subject: object,
          problem: `volume ${name} needs SecretProviderClass ${wanted ?? '(none is named)'}, which is not there`,
          fix: missingFix('SecretProviderClass'),
        },
      ];
    }),
  );
}

function syncsWithoutSource(manifests: Manifests): readonly Finding[] {
  return secretSyncs.of(manifests).flatMap(({ object, value: { spec } }) => {
    const source = classOf(manifests, object.namespace, spec.secretProviderClassName);
    if (source === undefined) {
      return [
        { subject: object, problem: `names SecretProviderClass ${spec.secretProviderClassName}, which is not there`, fix: missingFix('SecretProviderClass') },
      ];
    }
    const known = pathsOf(source.value.spec.parameters?.['secrets']);
    const account = { kind: 'ServiceAccount', namespace: object.namespace, name: spec.serviceAccountName };
    return [
      ...(exists(manifests, account)
        ? []
        : [{ subject: object, problem: `asks as ServiceAccount ${account.name}, which is not there`, fix: missingFix(account.kind) }]),
      ...spec.secretObject.data
        .filter(({ sourcePath }) => !known.includes(sourcePath))
        .map(({ sourcePath }) => ({
          subject: object,
          problem: `asks for ${sourcePath}, and SecretProviderClass ${spec.secretProviderClassName} has ${known.join(', ') || 'nothing'}`,
          fix: 'name a path of the SecretProviderClass',
        })),
    ];
  });
}

/** Findings for classes that no pod reads: they are leftovers. */
function unreadClasses(manifests: Manifests): readonly Finding[] {
  const read = [
    ...workloads(manifests).flatMap(({ object, pod }) => pod.volumes.map(({ csi }) => `${object.namespace}/${csi?.volumeAttributes?.['secretProviderClass']}`)),
    ...secretSyncs.of(manifests).map(({ object, value }) => `${object.namespace}/${value.spec.secretProviderClassName}`),
  ];
  return providerClasses
    .of(manifests)
    .filter(({ object }) => !read.includes(`${object.namespace}/${object.name}`))
    .map(({ object }) => ({ subject: object, problem: 'is named by no volume and no SecretSync', fix: 'remove it, or mount it' }));
}

/** File names of the secrets in a class. */
function pathsOf(text: string | undefined): readonly string[] {
  const listed = z.array(z.object({ path: z.string() })).safeParse(yamlDocument(text ?? '[]'));
  return listed.success ? listed.data.map(({ path }) => path) : [];
}
