/** Effects of a change: more or larger pods, other nodes, slower releases, a violated or fixed check, infrastructure. */
import { parsePlan } from '../../../checks/plan-file';
import { manifestObject, type Manifests } from '../../../checks/manifest';
import { checks } from '../../../checks/checks';
import { workloads } from '../../../checks/objects/workload';
import { effectOf, secondsFor } from '../../../delivery/review/effect';
import { markdownOf } from '../../../delivery/review/markdown';
import { planChanges } from '../../../delivery/review/plan-changes';
import { reviewOf } from '../../../delivery/review/review';
import { reviewSchema, type Review } from '../../../delivery/review/review-schema';
import type { Changes } from '../../altered';
import { environmentWith } from '../../environment-with';
import { objectsOf } from '../../kubernetes-object';

const environment = environmentWith();
const manifestsOf = (changes: Changes = {}): Manifests => ({
  environment: environment.name,
  objects: objectsOf(environmentWith(changes)).map((object) => manifestObject(object, { file: 'file.yaml' })),
});
const clean = manifestsOf();
const backend = 'Deployment lyo-backend/backend';
const effect = (after: Manifests, replacing: readonly string[] = []) => effectOf({ environment, before: clean, after, replacing, checks });
const row = (after: Manifests, what: string) => effect(after).compared.find((one) => one.what === what);

test('without a change both sides are equal, and no check is newly violated or fixed', () => {
  const { compared, broken, mended, rollouts } = effect(manifestsOf());
  expect(compared.map(({ what }) => what)).toEqual(['at rest', 'at most', 'capacity', 'cost']);
  expect(compared.filter(({ before, after }) => before !== after)).toEqual([]);
  expect([broken, mended, rollouts]).toEqual([[], [], []]);
});

test.each<[string, Changes, string]>([
  ['a higher maximum', { 'workloads[0].scaling.maxReplicas': 60 }, 'at most'],
  ['a higher minimum', { 'workloads[0].scaling.minReplicas': 4 }, 'at rest'],
  ['larger pods', { 'sizing.backend.cpu.request': '300m' }, 'at rest'],
])('%s is shown as pods or their requests', (_, changes, what) => {
  const told = row(manifestsOf(changes), what);
  expect(told?.before).toMatch(/^\d+ pods, /);
  expect(told?.after).toMatch(/^\d+ pods, /);
  expect(told?.after).not.toBe(told?.before);
});

test('a change of the cost is shown in money, and an unknown environment has no cost', () => {
  expect(row(manifestsOf({ 'sizing.backend.cpu.request': '900m' }), 'cost')?.after).not.toBe(row(clean, 'cost')?.before);
  const unknown = effectOf({ before: clean, after: clean, replacing: [], checks: [] });
  expect(unknown.compared.map(({ what }) => what)).toEqual(['at rest', 'at most']);
});

test('a newly violated check is shown with its object as dangerous, and in the other direction as fixed', () => {
  const exposed = {
    ...clean,
    objects: clean.objects.map((object) =>
      object.kind === 'Deployment' && object.name === 'backend'
        ? manifestObject(JSON.parse(JSON.stringify(object.body).replaceAll('"runAsNonRoot":true', '"runAsNonRoot":false')), object.origin)
        : object,
    ),
  };
  const { broken } = effect(exposed);
  expect(broken.join('\n')).toMatch(/: Deployment lyo-backend\/backend: /);
  expect(effectOf({ environment, before: exposed, after: clean, replacing: [], checks }).mended).toEqual(broken);
});

/** 10 s to be ready, 20 s to settle, 10 % of 50 at once: ten waves of 30 s. A StatefulSet stops each pod first. */
test('minutes of a release follow from surge, settling and grace', () => {
  const { rollouts } = effect(clean, [backend]);
  expect(rollouts).toEqual([{ object: backend, pods: [expect.any(Number), 50], seconds: [expect.any(Number), 300] }]);
  const prometheus = workloads(clean).find(({ object }) => object.kind === 'StatefulSet' && object.name === 'prometheus');
  const grace = prometheus?.pod.terminationGracePeriodSeconds ?? 0;
  expect(prometheus === undefined ? 0 : secondsFor(prometheus, 2)).toBe(2 * (grace + 10 + (prometheus?.settle ?? 0)));
});

describe('infrastructure', () => {
  const plan = (...resources: readonly object[]) => parsePlan(JSON.stringify({ environment: 'dev', resources }), 'plans/dev.yaml');
  const pool = (machineType: string) => ({ type: 'gcp:container/nodePool:NodePool', name: 'pool', inputs: { nodeConfig: { machineType } } });
  const binding = { type: 'gcp:projects/iAMMember:IAMMember', name: 'deploy', inputs: { role: 'roles/owner' } };

  test('is listed by resource and field, and a change that grants access is dangerous', () => {
    expect(planChanges(plan(pool('e2-standard-4')), plan(pool('e2-standard-8'), binding))).toEqual([
      expect.objectContaining({
        resource: 'NodePool pool',
        change: 'changed',
        risk: 'behaviour',
        fields: [expect.objectContaining({ path: 'nodeConfig.machineType' })],
      }),
      expect.objectContaining({ resource: 'IAMMember deploy', change: 'added', risk: 'dangerous' }),
    ]);
    expect(planChanges(plan(pool('a')), undefined)).toEqual([expect.objectContaining({ change: 'removed', risk: 'dangerous' })]);
    expect(planChanges(plan(pool('a')), plan(pool('a')))).toEqual([]);
  });

  test('is listed if no manifest changes', () => {
    const at = (name: string, machineType: string) => ({
      name,
      generation: new Map([['dev', clean.objects]]),
      plans: new Map([['dev', plan(pool(machineType))]]),
    });
    const review = reviewOf(at('base', 'a'), at('head', 'b'));
    expect(review.risk).toBe('behaviour');
    expect(markdownOf(review)).toMatch(
      /infrastructure: changed `NodePool pool`: pulumi preview shows whether it is replaced[^]*nodeConfig\.machineType`: `a` → `b`/,
    );
    expect(reviewSchema.parse(JSON.parse(JSON.stringify(review)))).toEqual(review);
  });
});

describe('the comment', () => {
  const review = (after: Manifests): Review =>
    reviewOf(
      { name: 'base', generation: new Map([[environment.name, clean.objects]]) },
      { name: 'head', generation: new Map([[environment.name, after.objects]]) },
      { checks, environments: [environment] },
    );

  test('has a row for each change, one line for unchanged parts, and the minutes of the release', () => {
    const text = markdownOf(
      review(manifestsOf({ 'workloads[0].scaling.maxReplicas': 60, 'workloads[0].image': 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:9.9.9' })),
    );
    expect(text).toMatch(/\| at most \| \d+ pods, .* \| \d+ pods, .* \|/);
    expect(text).toContain('Nothing is deleted or replaced. As before: cost, access.');
    expect(text).toContain(
      '| **minutes** | Deployment lyo-backend/backend 60 s, at most 5 min; StatefulSet lyo-observability/otel-gateway 100 s; Deployment lyo-observability/optimizer 20 s |',
    );
    expect(text).toMatch(/Replaced, where pods are ready after 10 s: `Deployment lyo-backend\/backend` 2 pods in 60 s, 60 in 5 min/);
    expect(text.slice(0, 4000)).not.toContain('<details>\n');
  });

  test('comes from a review that fits its schema and is the same each time', () => {
    const made = review(manifestsOf({ 'workloads[0].scaling.minReplicas': 4 }));
    expect(reviewSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
    expect(markdownOf(made)).toBe(markdownOf(review(manifestsOf({ 'workloads[0].scaling.minReplicas': 4 }))));
  });
});
