/** Text about the effect of a change: one line for what stays, one table row for each change. */
import { quickStart } from './effect';
import type { ReviewedEnvironment } from './review-schema';

type Effect = NonNullable<ReviewedEnvironment['effect']>;

/** A row for each change; what stays is named in one line. */
export function answersText(answers: ReviewedEnvironment['answers']): readonly string[] {
  const changed = answers.filter(({ changes }) => changes);
  const stays = (...wanted: readonly string[]): readonly string[] =>
    answers.filter(({ question, changes }) => !changes && wanted.includes(question)).map(({ question }) => question);
  const [none, same] = [stays('deleted', 'replaced', 'restarted'), stays('pods', 'nodes', 'cost', 'access')];
  return [
    ...(changed.length === 0 ? [] : [['| | |', '| --- | --- |', ...changed.map(({ question, answer }) => `| **${question}** | ${cell(answer)} |`)].join('\n')]),
    [...(none.length === 0 ? [] : [`Nothing is ${none.join(' or ')}.`]), ...(same.length === 0 ? [] : [`As before: ${same.join(', ')}.`])].join(' '),
  ].filter((text) => text !== '');
}

/** Checks that a change breaks and repairs. @param room characters for violations; those that do not fit are counted */
export function effectText({ broken, mended }: Effect, room: number): readonly string[] {
  return [
    ...(broken.length === 0
      ? []
      : [
          withinRoom(
            broken.map((one) => `- ⛔ breaks ${one}`),
            room,
          ),
        ]),
    ...(mended.length === 0 ? [] : [`- repairs ${mended.length === 1 ? (mended[0] ?? '') : `${mended.length} violations of checks`}`]),
  ];
}

/** The numbers behind the answers. */
export function comparedText(effect: Effect | undefined): readonly string[] {
  if (effect === undefined) return [];
  const { compared, rollouts } = effect;
  const changed = compared.filter(({ before, after }) => before !== after);
  return [
    ...(changed.length === 0
      ? []
      : [
          ['| | before | after |', '| --- | --- | --- |', ...changed.map(({ what, before, after }) => `| ${what} | ${cell(before)} | ${cell(after)} |`)].join(
            '\n',
          ),
        ]),
    ...(rollouts.length === 0 ? [] : [`Replaced, where pods are ready after ${quickStart} s: ${rollouts.map(rolloutText).join('; ')}.`]),
  ];
}

/** Policies that change, simulated over the standard loads. */
export function replayText(replays: ReviewedEnvironment['replays']): readonly string[] {
  if (replays.length === 0) return [];
  const told = ({ violations, podHours }: (typeof replays)[number]['before']): string => `${violations} %, ${podHours} pod-hours`;
  const rows = replays.map(({ workload, load, before, after }) => `| ${workload}, ${load} | ${told(before)} | ${told(after)} |`);
  return [['| simulated: requests above the knee of latency | before | after |', '| --- | --- | --- |', ...rows].join('\n')];
}

/** `Deployment lyo-backend/backend` 2 pods in 60 s, 50 in 5 min */
function rolloutText({ object, pods: [rest, most], seconds: [soon, late] }: Effect['rollouts'][number]): string {
  const first = `\`${object}\` ${rest} ${rest === 1 ? 'pod' : 'pods'} in ${spanText(soon)}`;
  return most === rest ? first : `${first}, ${most} in ${spanText(late)}`;
}

export function spanText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function withinRoom(lines: readonly string[], room: number): string {
  const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length);
  const fitting = Math.max(1, ends.filter((end) => end <= room).length);
  return [...lines.slice(0, fitting), ...(fitting < lines.length ? [`- and ${lines.length - fitting} more violations`] : [])].join('\n');
}
