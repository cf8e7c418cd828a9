import { changesUnderLoad } from '../optimizer/changes-under-load';
import { Hastened } from '../optimizer/hastened';
import type { SeededChange } from '../optimizer/seeded-changes';
import { startObservedShops } from '../optimizer/shop-processes';
import type { Scenario } from '../runner/scenario';

/** Two that nobody can overlook, and two that nobody should notice. */
const drastic: readonly SeededChange[] = [
  { what: 'both too small', values: { poolSize: 1, cacheTtlSeconds: 1 }, harmful: true },
  { what: 'both larger', values: { poolSize: 14, cacheTtlSeconds: 20 }, harmful: false },
  { what: 'pool too small', values: { poolSize: 1, cacheTtlSeconds: 12 }, harmful: true },
  { what: 'entries live longer', values: { poolSize: 10, cacheTtlSeconds: 30 }, harmful: false },
];

export const scenario: Scenario = {
  name: 'harmful-change',
  title: 'two harmful changes of the example’s tunables under load are undone, and two harmless ones are kept',
  tags: ['full'],
  needs: [],
  async run(context) {
    const hastened = new Hastened(5);
    const shops = await startObservedShops(context.processes, 4, hastened);
    await changesUnderLoad(context, { shops, changes: drastic, hastened });
  },
};
