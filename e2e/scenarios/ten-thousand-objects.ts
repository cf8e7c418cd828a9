import { join } from 'node:path';
import { applyShop, deliveryCommand, expectEnd, recordOf, type ApplyRun } from '../delivery/apply-process';
import { CrowdRepository } from '../delivery/crowd';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';

const count = 10_000;
/** Bytes of an apply's own memory, without kubectl's. */
const mostMemory = 1024 ** 3;

/** What nobody has yet, and everybody asks about. */
export const scenario: Scenario = {
  name: 'ten-thousand-objects',
  title: 'ten thousand objects are applied, found unchanged, changed, deleted and compared in bounded memory, and a run that dies among them is completed',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '3600s',
  async run(context) {
    const cluster = await context.startCluster();
    const crowd = new CrowdRepository(join(context.folder, 'crowd'));
    const apply = async (what: string, wanted: number | undefined, run: Partial<ApplyRun>, ...says: readonly RegExp[]): Promise<string> => {
      const began = performance.now();
      const ended = await applyShop(cluster, { manifests: crowd.manifests, measured: true, ...run });
      const seconds = Math.round((performance.now() - began) / 1000);
      const output = wanted === undefined ? ended.output : expectEnd(ended, wanted, ...says);
      const peak = Number(/^peak memory (\d+) KiB$/m.exec(output)?.[1] ?? 0) * 1024;
      if (peak > mostMemory) throw new Error(`${what}: it may take ${mostMemory} bytes of memory, received ${peak}`);
      context.report(`${what}: ${seconds} s${peak === 0 ? '' : `, ${Math.round(peak / 1024 ** 2)} MiB`}`);
      return output;
    };

    crowd.commit({ count: 30_000 });
    await apply('thirty thousand: refused, no record has room for them', 1, {}, /must fit a ConfigMap \(1048576 bytes\).* for 30000 objects/);
    crowd.commit({ count });
    await apply('killed among ten thousand new ones', undefined, { killAt: { line: /definitions applied/, after: 2000 } });
    const { phase, keys } = await recordOf(cluster);
    if (phase !== 'applying' || keys.length !== count) throw new Error(`the record must know ${count} objects, received ${keys.length} and ${phase}`);
    await apply('completed by the next run', 0, {}, /this one completes it/, /runs, of commit/);
    await apply('again: nothing changes', 0, {}, /0 new, 0 changed, 0 to be deleted/);
    crowd.commit({ count, version: 2, without: 20 });
    await apply('one changed, twenty gone', 0, {}, /0 new, 1 changed, 20 to be deleted/, /member-09989: deleted/);
    const drift = expectEnd(await deliveryCommand('drift', cluster, { manifests: crowd.manifests }), 0, /nothing differs/);
    context.report(drift.trim());
    crowd.commit({ count, without: 5000 });
    await apply('half of them gone: refused by the budget', 1, {}, /this run deletes at most 3326 objects \(--prune-budget\), received 4980/);
  },
};
