/** Start-ups in words: for titles, tables and reports. */
import { startUpNumbers, type StartUp } from '../../autoscaler/replay/start-up';
import type { Outcome, Simulation } from '../simulate';

type Drawn = Pick<Simulation, 'startUp' | 'seed'>;

/** As the option is written: `60`, `30..90`, `median=60,p95=120`. */
export function startUpName(startUp: StartUp): string {
  if (typeof startUp === 'number') return String(startUp);
  return startUp.kind === 'uniform' ? `${startUp.least}..${startUp.most}` : `median=${startUp.median},p95=${startUp.p95}`;
}

/** For a title. */
export function startUpTitle({ startUp, seed = 1 }: Drawn): string {
  if (typeof startUp === 'number') return `${startUp} s`;
  const { median, p95 } = startUpNumbers(startUp);
  const shape = startUp.kind === 'uniform' ? `of ${startUp.least} to ${startUp.most} s` : 'log-normal';
  return `${shape}, drawn for each pod (median ${tenths(median)} s, P95 ${tenths(p95)} s, seed ${seed})`;
}

/** For `--json`: the number itself where all pods take the same. */
export function toldStartUp({ startUp, seed = 1 }: Drawn): number | object {
  return typeof startUp === 'number' ? startUp : { ...startUp, ...startUpNumbers(startUp), seed };
}

/** What was drawn, and what that means for a comparison; one paragraph each. Empty where all pods take the same. */
export function startUpNotes({ startUp, seed = 1 }: Drawn, outcomes: readonly Outcome[]): readonly string[] {
  if (typeof startUp === 'number') return [];
  const { mean } = startUpNumbers(startUp);
  const told = outcomes.flatMap(({ name, drawn }) => (drawn === undefined ? [] : [`${name} ${drawnText(drawn)}`]));
  return [
    `Start-ups are drawn for each pod with seed ${seed}. Pods that two policies start in the same second are equally slow under both; pods of different seconds are
drawn apart, so on few pods a part of a difference is luck: another seed shows how much. The clairvoyant knows each start-up and starts no pod too late.`,
    `The clairvoyant is played with the mean, ${tenths(mean)} s.`,
    ...(told.length === 0 ? [] : [`Drawn: ${told.join('; ')}.`]),
  ];
}

function drawnText({ pods, median, p95 }: NonNullable<Outcome['drawn']>): string {
  return pods === 0 ? 'started no pod' : `${pods} pods, median ${median ?? 0} s, P95 ${p95 ?? 0} s`;
}

function tenths(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
