/** The configurations of GitOps controllers in docs/gitops.md: each is valid, points at a generated folder, and does not revert fields that the cluster sets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { synthesize } from '../../charts/synthesis';
import { yamlDocuments } from '../../checks/yaml';
import { environments } from '../fixtures/environments';
import { parsed } from '../kubernetes-object';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'gitops.md'), 'utf8');
const objects = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) => yamlDocuments(text));
const commit = z.string().regex(/^[0-9a-f]{40}$/);
const meta = z.strictObject({ name: z.string(), namespace: z.string() });
const object = <Spec extends z.ZodType>(apiVersion: string, kind: string, spec: Spec) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata: meta, spec });
const duration = z.string().regex(/^\d+[smh]$/);

/** Fields of Flux 2, Argo CD 3 and Config Sync 1.2x that the page uses; other fields are refused. */
const gitRepository = object(
  'source.toolkit.fluxcd.io/v1',
  'GitRepository',
  z.strictObject({ interval: duration, url: z.url(), ref: z.strictObject({ commit }) }),
);
const ociRepository = object(
  'source.toolkit.fluxcd.io/v1',
  'OCIRepository',
  z.strictObject({
    interval: duration,
    url: z.string().regex(/^oci:\/\/[^@:]+$/),
    ref: z.strictObject({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
    verify: z.strictObject({ provider: z.literal('cosign'), secretRef: z.strictObject({ name: z.string() }) }),
  }),
);
const kustomization = object(
  'kustomize.toolkit.fluxcd.io/v1',
  'Kustomization',
  z.strictObject({
    interval: duration,
    retryInterval: duration,
    timeout: duration,
    sourceRef: z.strictObject({ kind: z.literal('GitRepository'), name: z.string() }),
    path: z.string(),
    prune: z.literal(true),
    wait: z.literal(true),
    force: z.literal(false),
    deletionPolicy: z.enum(['MirrorPrune', 'Delete', 'WaitForTermination', 'Orphan']),
  }),
);
const application = object(
  'argoproj.io/v1alpha1',
  'Application',
  z.strictObject({
    project: z.string(),
    source: z.strictObject({ repoURL: z.url(), targetRevision: commit, path: z.string() }),
    destination: z.strictObject({ server: z.url() }),
    syncPolicy: z.strictObject({
      automated: z.strictObject({ prune: z.literal(true), selfHeal: z.literal(false) }),
      syncOptions: z.array(z.string().regex(/^(ServerSideApply|PruneLast|ApplyOutOfSyncOnly|FailOnSharedResource)=true$/)),
    }),
    ignoreDifferences: z.array(z.strictObject({ group: z.string(), kind: z.string(), jsonPointers: z.array(z.string()) })),
  }),
);
const rootSync = object(
  'configsync.gke.io/v1beta1',
  'RootSync',
  z.strictObject({
    sourceFormat: z.literal('unstructured'),
    git: z.strictObject({ repo: z.url(), branch: z.string(), revision: commit, dir: z.string(), auth: z.literal('none') }),
  }),
);

test('each configuration has only fields of its controller', () => {
  const results = objects.map((value) => z.union([gitRepository, kustomization, ociRepository, application, rootSync]).safeParse(value));
  expect(results.map(({ error }) => error?.message)).toEqual(objects.map(() => undefined));
  expect(results).toHaveLength(5);
});

test('Flux applies the repository that it fetches', () => {
  const [source, applied, signed] = objects;
  expect(kustomization.parse(applied).spec.sourceRef.name).toBe(gitRepository.parse(source).metadata.name);
  expect(ociRepository.parse(signed).metadata).toEqual(gitRepository.parse(source).metadata);
});

test('each configuration points at a folder that npm start writes', () => {
  const folders = [kustomization.parse(objects[1]).spec.path, application.parse(objects[3]).spec.source.path, rootSync.parse(objects[4]).spec.git.dir];
  expect(folders.map((folder) => folder.replace(/^\.\//, ''))).toEqual(['manifests/prod', 'manifests/prod', 'manifests/prod']);
  expect(environments.map(({ name }) => name)).toContain('prod');
});

test.each(environments.map((environment) => [environment.name, environment] as const))(
  'no manifest of %s states the replicas of an autoscaled workload',
  (_, environment) => {
    const all = synthesize(environment).flatMap(({ yaml }) => parsed(yaml));
    const targets = all.flatMap(({ kind, spec }) => (kind === 'HorizontalPodAutoscaler' ? [scaled.parse(spec).scaleTargetRef.name] : []));
    expect(targets.length).toBeGreaterThan(0);
    const stating = all.filter(
      ({ kind, metadata, spec }) => kind === 'Deployment' && targets.includes(metadata.name) && Object.hasOwn(spec as object, 'replicas'),
    );
    expect(stating.map(({ metadata }) => metadata.name)).toEqual([]);
  },
);

const scaled = z.object({ scaleTargetRef: z.object({ name: z.string() }) });

test('Argo CD ignores fields that the API server or the certificate command writes', () => {
  const ignored = application.parse(objects[3]).spec.ignoreDifferences;
  const all = environments.flatMap((environment) => synthesize(environment).flatMap(({ yaml }) => parsed(yaml)));
  for (const { group, kind, jsonPointers } of ignored) {
    expect(all.some((one) => one.kind === kind && one.apiVersion.startsWith(`${group}/`))).toBe(true);
    expect(jsonPointers.length).toBeGreaterThan(0);
  }
});
