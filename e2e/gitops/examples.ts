/** The examples of docs/gitops.md, and the definitions of the kinds that they are of, from the modules of the controllers. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { installCrds } from '../cluster/crds';
import { moduleFolder } from '../toolchain/go-toolchain';

const page = 'docs/gitops.md';

const example = z.looseObject({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.record(z.string(), z.unknown()),
});
export type GitopsExample = z.infer<typeof example>;

export function gitopsExamples(): readonly GitopsExample[] {
  const text = readFileSync(join(__dirname, '..', '..', page), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => parseAllDocuments(block));
  return blocks.map((document) => example.parse(document.toJS()));
}

const definitions = [
  { module: 'github.com/fluxcd/source-controller', folder: 'config/crd/bases' },
  { module: 'github.com/fluxcd/kustomize-controller', folder: 'config/crd/bases' },
  { module: 'github.com/argoproj/argo-cd/v3', folder: 'manifests/crds' },
] as const;

export async function installGitops(cluster: Cluster): Promise<void> {
  for (const { module, folder } of definitions) {
    const at = join(await moduleFolder('gitops', module), folder);
    const files = (await readdir(at)).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml').sort();
    await installCrds(cluster, (await Promise.all(files.map((file) => readFile(join(at, file), 'utf8')))).join('\n---\n'));
  }
}
