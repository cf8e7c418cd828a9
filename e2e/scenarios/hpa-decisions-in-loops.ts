import { stepOf, type Start } from '../hpa-oracle/burning-starts';
import { closed, type ClosedLoop } from '../hpa-oracle/closed-loop';
import { compare } from '../hpa-oracle/compare';
import { releaseOf } from '../hpa-oracle/releases';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { seedPolicy } from '../../test/fixtures/standard';

const sizes = [2, 3, 5, 8, 10, 13, 20, 33, 49];
const surges = [1, 10, 25, 50, 100];
const steps = [
  { from: 5, to: 8 },
  { from: 2, to: 14 },
  { from: 10, to: 11 },
] as const;
const burning = [10, 25, 60, 120];

/** A smaller version of `release-replicas` and `start-up`: the same two loops, second by second, with the controller's own code and without a cluster. */
export const scenario: Scenario = {
  name: 'hpa-decisions-in-loops',
  title:
    'decision by decision of the real controller: a release with a surge moves no replicas and would with the tolerance in the controller; starts that burn two cores until they are ready ask for no pods, and run on to the maximum and no further where nobody states them',
  tags: ['smoke', 'full'],
  needs: ['hpa-oracle'],
  timeout: '300s',
  async run(context) {
    const released = (tolerance: 'rules' | 'controller'): readonly ClosedLoop[] =>
      sizes.flatMap((wanted) => surges.map((surge) => closed(releaseOf(seedPolicy, { wanted, surge, tolerance }))));
    await judged(context, 'releases as shipped', released('rules'), ({ replicas, asked }) => replicas.every((count) => count === asked.initialReplicas));
    const ratchets = await sameLoops(context, released('controller'));
    const raised = ratchets.filter(({ replicas, asked }) => mostOf(replicas) > asked.initialReplicas);
    if (raised.length === 0) throw new Error('the tolerance in the controller must raise the replicas of some release: is the rule still needed?');
    context.report(`with the tolerance in the controller: ${raised.length} of ${ratchets.length} raised, the most to ${most(raised)}`);

    const stepped = (readyAfter: (burns: number) => number): readonly (ClosedLoop & Start)[] =>
      steps.flatMap((step) =>
        burning.map((burns) => {
          const start = { ...step, burns, readyAfter: readyAfter(burns) };
          return { ...closed(stepOf(seedPolicy, start)), ...start };
        }),
      );
    const stays = ({ replicas, to }: ClosedLoop & Start): boolean => mostOf(replicas) === to && replicas.at(-1) === to;
    await judged(
      context,
      'starts that burn until they are ready',
      stepped((burns) => burns + 2),
      stays,
    );
    await judged(
      context,
      'starts that burn on and say so',
      stepped((burns) => burns),
      stays,
    );
    const unstated = await sameLoops(
      context,
      stepped(() => 5),
    );
    const bounded = unstated.filter(({ replicas }) => mostOf(replicas) <= seedPolicy.maxReplicas);
    if (bounded.length < unstated.length) throw new Error('what nobody states must end at the maximum');
    context.report(
      `starts that burn on and do not say so: ${unstated.filter((loop) => !stays(loop)).length} of ${unstated.length} run on, at most to ${most(unstated)}`,
    );
  },
};

function mostOf(replicas: readonly number[]): number {
  return Math.max(...replicas);
}

function most(loops: readonly ClosedLoop[]): string {
  const [highest] = [...loops].sort((one, other) => mostOf(other.replicas) - mostOf(one.replicas));
  return highest === undefined ? 'none' : `${mostOf(highest.replicas)} (${highest.asked.id})`;
}

/** @throws Error if a decision of the controller differs from that of the loop */
async function sameLoops<T extends ClosedLoop>(context: ScenarioContext, loops: readonly T[]): Promise<readonly T[]> {
  const { differences } = await compare(
    loops.map(({ asked }) => asked),
    context.folder,
  );
  if (differences.length > 0) throw new Error(`${differences.length} of ${loops.length} loops differ\n${differences.slice(0, 5).join('\n')}`);
  return loops;
}

async function judged<T extends ClosedLoop>(context: ScenarioContext, what: string, loops: readonly T[], holds: (loop: T) => boolean): Promise<void> {
  const broken = (await sameLoops(context, loops)).filter((loop) => !holds(loop));
  if (broken.length > 0) throw new Error(`${what}: ${broken.map(({ asked, replicas }) => `${asked.id} ended with ${replicas.join(' ')}`).join('\n')}`);
  context.report(`${what}: all ${loops.length} stay at what the signals ask for`);
}
