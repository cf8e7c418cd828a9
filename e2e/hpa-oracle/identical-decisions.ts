/** Compares random cases in portions, to bound the memory of both programs. */
import type { ScenarioContext } from '../runner/scenario';
import { compare, countersFolder, type Comparison } from './compare';
import { randomCases, syncsPerCase } from './random-cases';

const portion = 500;

/**
 * Reports which conditions the cases reach.
 * @returns folder with the counters of the controller
 * @throws Error with the first cases with different decisions
 */
export async function identicalDecisions(context: ScenarioContext, { seed, count }: { readonly seed: number; readonly count: number }): Promise<string> {
  const comparisons: Comparison[] = [];
  for (let done = 0; done < count; done += portion) {
    const comparison = await compare(randomCases(seed + done, Math.min(portion, count - done)), context.folder);
    if (comparison.differences.length > 0)
      throw new Error(`${comparison.differences.length} of ${comparison.cases} cases differ\n${comparison.differences.slice(0, 5).join('\n')}`);
    comparisons.push(comparison);
  }
  const total = (of: (one: Comparison) => number): number => comparisons.reduce((sum, one) => sum + of(one), 0);
  context.report(`seed ${seed}: ${total(({ cases }) => cases)} cases of at least ${syncsPerCase} syncs, all identical`);
  context.report(
    `${total(({ syncs }) => syncs)} syncs, ${total(({ changes }) => changes)} changes of replicas, ${total(({ conditions }) => conditions)} of conditions`,
  );
  const reached = new Map<string, number>();
  for (const [condition, times] of comparisons.flatMap((one) => [...one.reached])) reached.set(condition, (reached.get(condition) ?? 0) + times);
  for (const [condition, times] of [...reached].sort()) context.report(`${String(times).padStart(8)}  ${condition}`);
  return countersFolder(context.folder);
}
