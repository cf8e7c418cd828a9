import { changesUnderLoad } from '../optimizer/changes-under-load';
import { Hastened } from '../optimizer/hastened';
import { seededChanges } from '../optimizer/seeded-changes';
import { startObservedShops } from '../optimizer/shop-processes';
import type { Scenario } from '../runner/scenario';
import { randomFrom } from '../waiting/random';

/** Beside each other, each with users of its own. */
const shopCount = 6;

export const scenario: Scenario = {
  name: 'harmful-changes',
  title: 'of 30 harmful changes of the example’s tunables under load all are undone within five minutes, and of 100 harmless ones at most two',
  tags: ['full'],
  needs: [],
  timeout: '3600s',
  async run(context) {
    const hastened = new Hastened(5);
    const shops = await startObservedShops(context.processes, shopCount, hastened);
    await changesUnderLoad(context, { shops, changes: seededChanges(randomFrom(15), { harmful: 30, harmless: 100 }), hastened });
  },
};
