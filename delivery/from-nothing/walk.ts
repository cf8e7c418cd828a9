/** Goes through the steps: reports those that are done, does the next ones, and asks a person where one must decide. */
import type { Step, World } from './step';

export interface Walked {
  /** What is left to do, for a person. Empty where everything is done. */
  readonly left: readonly string[];
}

/** @throws Error when a step failed, or ended without being done */
export async function walk(steps: readonly Step[], { say, ask }: Pick<World, 'say' | 'ask'>): Promise<Walked> {
  for (const [index, step] of steps.entries()) {
    const number = `${index + 1}/${steps.length}`;
    const state = await step.state();
    if (state.kind === 'done') {
      say(`${number} ${step.name}: done${state.what === undefined ? '' : `, ${state.what}`}`);
      continue;
    }
    say(`${number} ${step.name}`);
    for (const command of step.commands) say(`      ${command}`);
    if (step.decides !== undefined && !/^y(es)?$/i.test(await ask(`${step.decides} [y/N] `)))
      return { left: [`${step.name}: ${step.commands.join(' && ')}`, ...after(steps, index)] };
    const left = await step.does();
    if (left.length > 0) return { left: [...left, ...after(steps, index)] };
    const now = await step.state();
    if (now.kind === 'open') throw new Error(`${step.name} ended, but is not done: ${step.commands.join(' && ')}`);
  }
  return { left: [] };
}

/** The steps that follow, so that a reader sees how many are left. */
function after(steps: readonly Step[], index: number): readonly string[] {
  const later = steps.slice(index + 1).map(({ name }) => name);
  return later.length === 0 ? [] : [`then ${later.join(', ')}`];
}

/** All steps, before anything is done. */
export function wayText(steps: readonly Step[]): string {
  return steps.map(({ name, commands }, index) => [`${index + 1}. ${name}`, ...commands.map((command) => `      ${command}`)].join('\n')).join('\n');
}
