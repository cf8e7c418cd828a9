import { join } from 'node:path';
import { applyShop, expectEnd, recordOf } from '../delivery/apply-process';
import { ShopRepository, shopNamespace, type Shop } from '../delivery/shop';
import type { Cluster } from '../cluster/cluster';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** Two sets of manifests, each with three objects that the other lacks: every run creates, changes and deletes. */
const generations: readonly [Shop, Shop] = [
  { version: 1, start: 2 },
  { version: 2, start: 2, without: ['worker'], more: 3 },
];
const failing: Shop = { version: 3, start: 3600, without: ['worker'], more: 3 };

/** Output of a run in each of its phases: the run is killed at once, and a random time later (fixed seed). */
const deaths: readonly { readonly line: RegExp; readonly shop?: Shop }[] = [
  { line: /to be deleted/ },
  { line: /may exist in the cluster from now on/ },
  { line: /definitions applied/ },
  { line: /objects applied/ },
  { line: /Deployment shop\/web: / },
  { line: /everything that was to run runs/ },
  { line: /: deleted/ },
  { line: /applies sha256:\w+ again/, shop: failing },
];

/** A run may be killed at any moment, for example with its machine. */
export const scenario: Scenario = {
  name: 'killed-apply',
  title:
    'an apply that is killed with all it started, in each of its phases, is completed by the next one, which takes its lock over; of two at once one waits',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '1800s',
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    shop.commit(generations[0]);
    expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
    const points = [...deaths.map((death) => ({ ...death, after: 0 })), ...deaths.slice(0, 4).map((death, index) => ({ ...death, after: drawn(index) }))];
    let takenOver = 0;
    for (const [index, { line, after, shop: bad }] of points.entries()) {
      const next = generations[(index + 1) % 2] ?? generations[0];
      shop.commit(bad ?? next);
      const { code, output } = await applyShop(cluster, { manifests: shop.manifests, killAt: { line, after } });
      if (code !== undefined) throw new Error(`killed ${after} ms after ${String(line)} it must not end by itself, received ${code}: ${output}`);
      const { phase } = await recordOf(cluster);
      shop.commit(next);
      const completed = expectEnd(await applyShop(cluster, { manifests: shop.manifests }), 0);
      takenOver += completed.includes('took over the lock of') ? 1 : 0;
      await holdsExactly(cluster, await recordOf(cluster));
      context.report(`killed ${after} ms after ${String(line)}, the record says ${phase}: the next run completes it`);
    }
    if (takenOver < points.length) throw new Error(`each of ${points.length} dead runs held its lock, ${takenOver} were taken over`);
    await atOnce(context, cluster, shop);
  },
};

/** A pseudo-random number of milliseconds from 100 to 1,000. */
function drawn(index: number): number {
  return 100 + ((index * 7919 + 104729) % 900);
}

/** The record contains exactly the applied objects of the namespace. */
async function holdsExactly(cluster: Cluster, { phase, keys }: { readonly phase: string; readonly keys: readonly string[] }): Promise<void> {
  const kinds = {
    Deployment: 'deployments',
    StatefulSet: 'statefulsets',
    Service: 'services',
    ConfigMap: 'configmaps',
    PersistentVolumeClaim: 'persistentvolumeclaims',
  };
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, plural]) =>
      (await cluster.list(plural, { namespace: shopNamespace })).map(({ metadata }) => `${kind}/${metadata.name}`),
    ),
  );
  const there = found.flat().filter((name) => name !== 'ConfigMap/kube-root-ca.crt');
  const known = keys.filter((key) => key.includes(`/${shopNamespace}/`)).map((key) => key.replace(`/${shopNamespace}/`, '/').replace(/^(\w+)\.apps\//, '$1/'));
  const [one, other] = [there, known].map((list) => [...list].sort().join(' '));
  if (phase !== 'applied' || one !== other) throw new Error(`the record (${phase}) must be what is there: ${String(one)}, received ${String(other)}`);
}

async function atOnce(context: ScenarioContext, cluster: Cluster, shop: ShopRepository): Promise<void> {
  const other = new ShopRepository(join(context.folder, 'other'));
  shop.commit({ ...generations[0], version: 4 });
  other.commit({ ...generations[0], version: 5 });
  const both = await Promise.all([shop, other].map(({ manifests }) => applyShop(cluster, { manifests })));
  for (const ended of both) expectEnd(ended, 0);
  const waited = both.filter(({ output }) => /waits for .*, which renewed its lock/.test(output)).length;
  if (waited !== 1) throw new Error(`of two at once one must wait, received ${waited}`);
  await holdsExactly(cluster, await recordOf(cluster));
  const impatient = await Promise.all([
    applyShop(cluster, { manifests: shop.manifests }),
    applyShop(cluster, { manifests: other.manifests, args: ['--lock-patience', '0'] }),
    applyShop(cluster, { manifests: other.manifests, args: ['--lock-patience', '0'] }),
  ]);
  if (!impatient.some(({ code, output }) => code === 1 && output.includes('is applying, and still was after')))
    throw new Error('who does not wait must be refused');
  context.report('two at once: one waits, or is refused when it is not to wait');
}
