import { changesUnderLoad } from '../optimizer/changes-under-load';
import { Hastened } from '../optimizer/hastened';
import { seededChanges } from '../optimizer/seeded-changes';
import { startTunedShops } from '../optimizer/tuned-shops';
import type { Scenario } from '../runner/scenario';
import { randomFrom } from '../waiting/random';

export const scenario: Scenario = {
  name: 'traced-changes',
  title: 'harmful changes of the example’s tunables are undone by what collector and Prometheus tell of it, and harmless ones are kept',
  tags: ['full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  timeout: '3600s',
  async run(context) {
    const hastened = new Hastened(10);
    const shops = await startTunedShops(context.processes, 3, hastened.factor);
    await changesUnderLoad(context, { shops, changes: seededChanges(randomFrom(16), { harmful: 9, harmless: 15 }), hastened });
  },
};
