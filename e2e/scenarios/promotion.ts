import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster';
import { applyShop, deliveryCommand, expectEnd } from '../delivery/apply-process';
import { ShopRepository, shopNamespace } from '../delivery/shop';
import { openPage } from '../processes/chromium';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

/** A change from its review to the cluster and back, with a local git repository instead of GitHub. */
export const scenario: Scenario = {
  name: 'promotion',
  title: 'a change is reviewed, runs only when its promotion is merged, and what ran before comes back when that is reverted',
  tags: ['full'],
  timeout: '600s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster();
    const shop = new ShopRepository(join(context.folder, 'shop'));
    const { manifests, folder } = shop;
    const origin = join(context.folder, 'origin.git');
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', ...args], { cwd: folder, encoding: 'utf8' }).trim();
    const image = (): Promise<string> =>
      cluster.kubectl(['get', 'deployment', 'web', '-n', shopNamespace, '--output=jsonpath={.spec.template.spec.containers[0].image}']);
    const promote = (): ReturnType<typeof deliveryCommand> => deliveryCommand('promote', cluster, { manifests, args: ['--push'] });
    const merge = (): void => {
      git('fetch', '--quiet', 'origin');
      git('merge', '--quiet', '--no-ff', '--message=Merge the promotion', 'origin/promote/dev');
    };
    const released = ['--released', '--wait', 'rollouts'];
    execFileSync('git', ['init', '--quiet', '--bare', origin]);

    const first = shop.commit({});
    git('remote', 'add', 'origin', origin);
    expectEnd(await applyShop(cluster, { manifests, args: released }), 1, /--released must find .*releases\/dev.yaml/);
    expectEnd(await promote(), 0, /first release that is approved/, /pushed promote\/dev/);
    if (existsSync(join(folder, 'releases'))) throw new Error('a promotion must not touch what is checked out');
    merge();
    expectEnd(await applyShop(cluster, { manifests, args: released }), 0, new RegExp(`runs, of commit ${first}`));
    context.report('the first promotion: merged, applied');

    const second = shop.commit({ version: 2, more: 1 }, 'Take the second image (#41)');
    expectEnd(await applyShop(cluster, { manifests, args: released }), 0, new RegExp(`runs, of commit ${first}`));
    if ((await image()) !== 'web:1') throw new Error('what is merged and not promoted must not run');
    // a commit that is not approved can be dry-run, but not applied
    expectEnd(await applyShop(cluster, { manifests, args: ['--dry-run', '--commit', second] }), 0, /web/);
    expectEnd(await applyShop(cluster, { manifests, args: ['--commit', second] }), 1, /--commit must be/);
    if ((await image()) !== 'web:1') throw new Error('a dry run must change nothing');
    const proposal = expectEnd(
      await promote(),
      0,
      /`web:1` → `web:2`/,
      /added ConfigMap `shop\/more-0`/,
      /#41/,
      new RegExp(`Promote dev to ${second.slice(0, 12)}`),
    );
    await reviewed(cluster, { manifests, since: first, folder: context.folder });
    context.report('its review: a comment, and a page that Chromium shows: review.png');
    if (git('diff', '--name-only', 'HEAD', 'origin/promote/dev').split('\n').includes('manifests')) throw new Error('a promotion must change one file');
    context.report(`the review since what runs: ${proposal.split('\n').find((line) => line.startsWith('### ')) ?? ''}`);
    merge();
    expectEnd(await applyShop(cluster, { manifests, args: released }), 0, new RegExp(`runs, of commit ${second}`));
    expectEnd(await promote(), 0, /nothing to promote/);
    if ((await image()) !== 'web:2') throw new Error('what was promoted must run');
    context.report('the second promotion: merged, applied; proposed again there is nothing to promote');

    git('revert', '--no-edit', '--mainline=1', 'HEAD');
    const back = expectEnd(await applyShop(cluster, { manifests, args: released }), 0, new RegExp(`runs, of commit ${first}`));
    if ((await image()) !== 'web:1' || !back.includes('ConfigMap/shop/more-0: deleted'))
      throw new Error(`a revert must bring back what ran before, received ${back}`);
    context.report('its revert: what ran before runs again, and what came with it is gone');
  },
};

interface Asked {
  readonly manifests: string;
  readonly since: string;
  readonly folder: string;
}

/** Checks the comment of the pull request, and the page in a browser. */
async function reviewed(cluster: Cluster, { manifests, since, folder }: Asked): Promise<void> {
  const out = join(folder, 'review');
  // 3: the shop breaks checks of this project
  const said = expectEnd(
    await deliveryCommand('review', cluster, { manifests, args: ['--since', since, '--out', out] }),
    3,
    /\*\*restarted\*\* \| Deployment shop\/web/,
  );
  const comment = readFileSync(join(out, 'review.md'), 'utf8');
  if (comment !== said || !comment.slice(0, 4000).includes('**restarted**'))
    throw new Error(`a comment must answer first what is restarted, received ${comment.slice(0, 4000)}`);
  const url = `file://${join(out, 'review.html')}`;
  const shown = await openPage({ url, screenshot: join(folder, 'review.png'), size: { width: 1100, height: 1600 } });
  for (const text of ['web:1', 'web:2', 'ConfigMap shop/more-0', 'Seconds of a rollout', '#41'])
    if (!shown.includes(text)) throw new Error(`Chromium must show ${text}, received ${shown.slice(0, 4000)}`);
}
