import type { Cluster } from '../cluster/cluster';
import { gitopsExamples, installGitops, type GitopsExample } from '../gitops/examples';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** Of Config Sync there is no module; its example is compared with its fields by `npx jest test/docs/gitops`. */
const without = /^RootSync$/;

export const scenario: Scenario = {
  name: 'gitops-examples',
  title:
    'the API server takes the examples for Flux and Argo CD as they stand, with the definitions of those controllers and strict validation, and refuses each with a field that its kind does not have',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    await installGitops(cluster);
    const examples = gitopsExamples().filter(({ kind }) => !without.test(kind));
    for (const name of new Set(examples.map(({ metadata }) => metadata.namespace))) await cluster.kubectl(['create', 'namespace', name]);
    for (const example of examples) {
      await applied(cluster, example);
      for (const spoiled of misspelt(example)) {
        const said = await applied(cluster, spoiled.body).catch(String);
        if (!said.includes(`.${spoiled.field}: field not declared in schema`))
          throw new Error(`${example.kind} with ${spoiled.field} must be refused, received ${said}`);
      }
      context.report(
        `${example.kind} ${example.metadata.name}: taken as it stands, and refused with another field in each of ${misspelt(example).length} places`,
      );
    }
    if (examples.length < 4) throw new Error(`at least four examples must be there, received ${examples.length}`);
  },
};

function applied(cluster: Cluster, body: object): Promise<string> {
  return cluster.kubectl(['apply', '--server-side', '--validate=strict', '--dry-run=server', '-f', '-'], JSON.stringify(body));
}

/** A copy for each record of its specification, with a field that is none. */
function misspelt(body: GitopsExample): readonly { readonly field: string; readonly body: object }[] {
  const places: { readonly field: string; readonly body: object }[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) {
      const copy = structuredClone(body);
      const holder = path.reduce<unknown>((inside, step) => (inside as Record<string | number, unknown>)[step], copy);
      (holder as Record<string, unknown>)['misspelt'] = 'x';
      places.push({
        field: [...path, 'misspelt'].reduce<string>((so, step) => (typeof step === 'number' ? `${so}[${step}]` : so === '' ? step : `${so}.${step}`), ''),
        body: copy,
      });
    }
    for (const [key, inside] of Object.entries(value)) visit(inside, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(body.spec, ['spec']);
  return places;
}
