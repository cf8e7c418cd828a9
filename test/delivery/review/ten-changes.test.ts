/** Typical changes of teams, and questions that a review must answer about each. */
import { checks } from '../../../checks/checks';
import { manifestObject } from '../../../checks/manifest';
import { parsePlan } from '../../../checks/plan-file';
import type { Environment } from '../../../config/environment';
import { markdownOf } from '../../../delivery/review/markdown';
import { reviewOf, type Reviewed } from '../../../delivery/review/review';
import type { Review } from '../../../delivery/review/review-schema';
import { planText } from '../../../stacks/plan-text';
import { questions, tenChanges, type RealisticChange } from '../../fixtures/ten-changes';
import { objectsOf } from '../../kubernetes-object';
import { recordedPlan } from '../../recorded-plan';

const changes = tenChanges();

async function sideOf(name: string, environment: Environment): Promise<Reviewed> {
  const objects = objectsOf(environment).map((object) => manifestObject(object, { file: 'file.yaml' }));
  const plan = parsePlan(planText(await recordedPlan(environment)), 'plan.yaml');
  return { name, generation: new Map([[environment.name, objects]]), plans: new Map([[environment.name, plan]]) };
}

async function reviewed({ before, after }: RealisticChange): Promise<Review> {
  return reviewOf(await sideOf('before', before), await sideOf('after', after), { checks, environments: [after], environmentsBefore: [before] });
}

test('there are ten changes, and eight questions', () => {
  expect([changes.length, questions.length]).toEqual([10, 8]);
});

test.each(changes.map((change) => [change.name, change] as const))('the review answers all eight questions about %s', async (_, change) => {
  const review = await reviewed(change);
  const [{ answers } = { answers: [] }] = review.environments;
  expect(answers.map(({ question }) => question)).toEqual(questions);
  for (const { question, answer, changes: moves } of answers) {
    const wanted = change.answers[question];
    expect([question, moves]).toEqual([question, wanted !== undefined]);
    if (wanted !== undefined) expect(`${question}: ${answer}`).toContain(`${question}: ${wanted}`);
  }
  // readers must see them without unfolding anything
  const shown = markdownOf(review).slice(0, 4000);
  for (const question of Object.keys(change.answers)) expect(shown).toContain(`| **${question}** | `);
  for (const pattern of Object.values(change.said).flat()) expect(`${shown} template`).toMatch(pattern);
});
