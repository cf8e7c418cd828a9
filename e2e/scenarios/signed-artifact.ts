import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { applyShop, expectEnd, publish, recordOf } from '../delivery/apply-process';
import { commitAll } from '../delivery/git-repository';
import { signingKeys } from '../delivery/signing-keys';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import { startImageRegistry, type ImageRegistry } from '../processes/image-registry';
import type { Scenario } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** A team applies releases from a registry to which others may write. */
export const scenario: Scenario = {
  name: 'signed-artifact',
  title: 'a published release is applied by its digest where its signature holds, and nothing that somebody changed in the registry is',
  tags: ['full'],
  timeout: '900s',
  needs: [...CLUSTER_PROGRAMS, 'oras', 'cosign', 'crane'],
  async run(context) {
    const [cluster, registry] = await Promise.all([context.startCluster(), startImageRegistry(context.processes)]);
    const keys = context.processes.scratchFolder('keys');
    const [ours, theirs] = [await signingKeys(keys, 'ours'), await signingKeys(keys, 'theirs')];
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const repository = `${registry.address}/lyo/dev`;
    const published = async (environment = 'dev', key = ours.secret): Promise<string> => {
      const said = expectEnd(await publish(shop.manifests, environment, ['--to', repository, '--key', key]), 0, /^oci:\/\/\S+@sha256:[0-9a-f]{64}$/m);
      return said.split('\n')[0] ?? '';
    };
    // a folder with neither sources nor git history
    const manifests = join(context.folder, 'elsewhere', 'manifests');
    mkdirSync(join(manifests, 'dev'), { recursive: true });
    const tools = ['--oras', binaryOf('oras'), '--cosign', binaryOf('cosign')];
    const apply = (from: string, ...args: readonly string[]): ReturnType<typeof applyShop> =>
      applyShop(cluster, { manifests, args: ['--from', from, '--key', ours.open, ...tools, '--wait', 'rollouts', ...args] });

    const first = shop.commit({});
    const artifact = await published();
    if ((await published()) !== artifact) throw new Error('the same commit must give the same artifact');
    expectEnd(await apply(artifact), 0, new RegExp(`runs, of commit ${first}`));
    if ((await recordOf(cluster)).applied?.artifact !== artifact) throw new Error('the record must name the artifact');
    context.report(`published and applied where no repository is: ${artifact}`);

    const second = shop.commit({ version: 2, start: 3600 });
    const failing = await published();
    cpSync(join(shop.manifests, 'dev'), join(shop.manifests, 'prod'), { recursive: true });
    commitAll(shop.folder);
    const ofProd = await published('prod');
    shop.commit({ version: 3 });
    const foreign = await published('dev', theirs.secret);
    const before = await stateOf(cluster);
    for (const [what, said, run] of refusals({ apply, artifact, foreign, ofProd, registry, folder: context.folder })) {
      const output = expectEnd(await run(), 1, said);
      if ((await stateOf(cluster)) !== before) throw new Error(`${what}: something was changed\n${output}`);
      context.report(`${what}: refused, nothing changed`);
    }
    // the approval is the file in git, wherever manifests are fetched from
    mkdirSync(join(shop.folder, 'releases'));
    writeFileSync(join(shop.folder, 'releases', 'dev.yaml'), `commit: ${second}\ndigest: ${(await recordOf(cluster)).target.digest}\n`);
    const args = ['--from', artifact, '--key', ours.open, ...tools];
    expectEnd(await applyShop(cluster, { manifests: shop.manifests, args }), 1, /--from must be of commit \w{40} with digest .* approves/);
    rmSync(join(shop.folder, 'releases'), { recursive: true });
    context.report('one that is not what releases/dev.yaml approves: refused');

    expectEnd(await apply(failing), 5, /went back to sha256:\w+, of commit/);
    if ((await image(cluster)) !== 'web:1') throw new Error('what ran before must run again');
    context.report('a release that does not start: gone back to what the registry has of the one before, without git');
    const third = await published('dev', ours.secret);
    expectEnd(await apply(third), 0, /runs, of commit/);
    if ((await image(cluster)) !== 'web:3') throw new Error('the third release must run');
    context.report('the next release: applied');
  },
};

function image(cluster: Cluster): Promise<string> {
  return cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, '--output=jsonpath={.spec.template.spec.containers[0].image}']);
}

/** The lock, which an apply changes first, and the applied objects. */
async function stateOf(cluster: Cluster): Promise<string> {
  const versions = await cluster.kubectl(['get', 'configmaps', '-n', shopNamespace, '--output=jsonpath={.items[*].metadata.resourceVersion}']);
  const lease = await cluster.kubectl(['get', 'leases', '-n', 'lyo-delivery', '--output=jsonpath={.items[*].metadata.resourceVersion}']);
  return [JSON.stringify(await recordOf(cluster)), versions, lease].join();
}

interface Attacked {
  readonly apply: (from: string, ...args: readonly string[]) => ReturnType<typeof applyShop>;
  readonly artifact: string;
  /** Digest of an artifact that is signed with another key. */
  readonly foreign: string;
  readonly ofProd: string;
  readonly registry: ImageRegistry;
  /** Folder for the attacker's files. */
  readonly folder: string;
}

type Refusal = readonly [what: string, said: RegExp, run: () => ReturnType<typeof applyShop>];

function refusals({ apply, artifact, foreign, ofProd, registry, folder }: Attacked): readonly Refusal[] {
  const [repository = '', digest = ''] = artifact.slice('oci://'.length).split('@');
  return [
    ['signed with another key', /must be signed with the key of --key/, () => apply(foreign)],
    ['signed by nobody', /must be signed with the key of --key/, async () => apply(await copied(repository, digest, `${registry.address}/lyo/unsigned`))],
    ['a digest that nobody published', /must be signed with the key of --key/, () => apply(`oci://${repository}@sha256:${'0'.repeat(64)}`)],
    ['a manifest of somebody else around our layer', /must be signed with the key of --key/, async () => apply(await replaced(repository, digest, folder))],
    ['a layer that was changed where it lies', /oras blob fetch/, () => withChangedLayer(registry, repository, digest, () => apply(artifact))],
    ['of another environment', /must be a release of dev, received one of prod/, () => apply(ofProd)],
    ['named by a tag', /--from must be oci:/, () => apply(`oci://${repository}:latest`)],
    ['of another digest of content', /--digest must be/, () => apply(artifact, '--digest', `sha256:${'0'.repeat(64)}`)],
  ];
}

async function oras(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(binaryOf('oras'), [...args])).stdout;
}

/** Copies the artifact into another repository, without its signature. */
async function copied(repository: string, digest: string, to: string): Promise<string> {
  await oras('cp', '--from-plain-http', '--to-plain-http', `${repository}@${digest}`, `${to}:taken`);
  return `oci://${to}@${digest}`;
}

const manifestSchema = z.looseObject({ layers: z.tuple([z.object({ digest: z.string() })]) });

async function manifestOf(repository: string, digest: string): Promise<z.infer<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await oras('manifest', 'fetch', '--plain-http', `${repository}@${digest}`)));
}

async function replaced(repository: string, digest: string, folder: string): Promise<string> {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, JSON.stringify({ ...(await manifestOf(repository, digest)), annotations: { of: 'somebody else' } }));
  const pushed = await oras(
    'manifest',
    'push',
    '--plain-http',
    '--descriptor',
    '--media-type',
    'application/vnd.oci.image.manifest.v1+json',
    `${repository}:latest`,
    file,
  );
  return `oci://${repository}@${z.object({ digest: z.string() }).parse(JSON.parse(pushed)).digest}`;
}

async function withChangedLayer<Result>(registry: ImageRegistry, repository: string, digest: string, run: () => Promise<Result>): Promise<Result> {
  const [{ digest: layer }] = (await manifestOf(repository, digest)).layers;
  const file = registry.blob(layer);
  const bytes = readFileSync(file);
  // of the same length, so that the size does not reveal the change
  writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]));
  try {
    return await run();
  } finally {
    writeFileSync(file, bytes);
  }
}
