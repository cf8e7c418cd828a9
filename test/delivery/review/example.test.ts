/** The comment in docs/review must be what the program writes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../../checks/checks';
import { manifestObject } from '../../../checks/manifest';
import { parsePlan } from '../../../checks/plan-file';
import type { Environment } from '../../../config/environment';
import { markdownOf } from '../../../delivery/review/markdown';
import { replaysOf } from '../../../delivery/review/replay';
import { reviewOf, type Reviewed } from '../../../delivery/review/review';
import { planText } from '../../../stacks/plan-text';
import { environmentWith } from '../../environment-with';
import { objectsOf } from '../../kubernetes-object';
import { recordedPlan } from '../../recorded-plan';

const file = join(__dirname, '..', '..', '..', 'docs', 'review', 'comment.md');

async function sideOf(name: string, environment: Environment): Promise<Reviewed> {
  const objects = objectsOf(environment).map((object) => manifestObject(object, { file: 'file.yaml' }));
  const plan = parsePlan(planText(await recordedPlan(environment)), 'plan.yaml');
  return { name, generation: new Map([[environment.name, objects]]), plans: new Map([[environment.name, plan]]) };
}

test('the comment in docs/review is the review of its change', async () => {
  const before = environmentWith();
  const after = environmentWith({
    'workloads[0].image': 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.2.0',
    'workloads[0].scaling.signals.requestRate.perPod': 90,
  });
  const review = reviewOf(
    await sideOf('origin/main', before),
    await sideOf('HEAD', after),
    { checks, environments: [after], environmentsBefore: [before], replays: new Map([[after.name, replaysOf(before, after)]]) },
    {
      merged: [
        { commit: '5f2c1de', subject: 'Merge pull request #42 from lyo-example/later', pullRequest: 42 },
        { commit: '9a41b07', subject: 'Run 0.2.0 in dev (#41)', pullRequest: 41 },
      ],
      sources: [
        { file: 'config/dev.ts', lines: ['79'] },
        { file: 'config/scaling.ts', lines: ['76'] },
      ],
    },
  );
  const comment = markdownOf(review);
  expect(comment.slice(0, 4000)).toContain('| **minutes** |');
  if (process.env['WRITE'] === 'docs') writeFileSync(file, comment);
  // WRITE=docs npx jest test/delivery/review/example writes it
  expect(readFileSync(file, 'utf8')).toBe(comment);
}, 60_000);
