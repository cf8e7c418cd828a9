import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../waiting/assertions';
import { type Cluster } from './cluster';
import { moduleFolder } from '../toolchain/go-toolchain';
import { conditionStatus } from './kubernetes-object';

/** Installs the standard channel of the Gateway API, with its admission policy against downgrades. */
export async function installGatewayApi(cluster: Cluster): Promise<void> {
  const folder = join(await moduleFolder('crds', 'sigs.k8s.io/gateway-api'), 'config', 'crd', 'standard');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  await installCrds(cluster, texts.join('\n---\n'));
}

/** Installs VerticalPodAutoscaler and its checkpoint kind. */
export async function installVerticalPodAutoscaler(cluster: Cluster): Promise<void> {
  const module = await moduleFolder('vpa', 'k8s.io/autoscaler/vertical-pod-autoscaler');
  await installCrds(cluster, await readFile(join(module, 'deploy', 'vpa-v1-crd-gen.yaml'), 'utf8'));
}

/** Applies YAML and waits until the API server serves the kinds that its CustomResourceDefinitions declare. */
export async function installCrds(cluster: Cluster, yaml: string): Promise<void> {
  const applied = await cluster.apply(yaml);
  const names = applied.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata.name);
  if (names.length === 0) throw new Error('the YAML declares no CustomResourceDefinition');
  // not `kubectl wait`: it fails on an object without conditions
  await Promise.all(
    names.map((name) =>
      eventually(`the definition ${name} is established`, () => cluster.get({ kind: 'customresourcedefinition', name }), {
        until: (definition) => conditionStatus(definition, 'Established') === 'True',
      }),
    ),
  );
}
