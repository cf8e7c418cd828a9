/** The effect of a change for a reader: what stays is a line, what changes a row. */
import { quickStart } from './effect';
import type { ReviewedEnvironment } from './review-schema';

type Effect = NonNullable<ReviewedEnvironment['effect']>;

/** @param room characters for violations; those that do not fit are counted */
export function effectText({ compared, broken, mended, rollouts }: Effect, room: number): readonly string[] {
  const changed = compared.filter(({ before, after }) => before !== after);
  const stays = compared.filter(({ before, after }) => before === after).map(({ what }) => what);
  return [
    ...(changed.length === 0
      ? []
      : [
          ['| | before | after |', '| --- | --- | --- |', ...changed.map(({ what, before, after }) => `| ${what} | ${cell(before)} | ${cell(after)} |`)].join(
            '\n',
          ),
        ]),
    ...(stays.length === 0 ? [] : [`As before: ${stays.join(', ')}.`]),
    ...(rollouts.length === 0 ? [] : [`Replaced, where pods are ready after ${quickStart} s: ${rollouts.map(rolloutText).join('; ')}.`]),
    ...(broken.length === 0
      ? []
      : [
          withinRoom(
            broken.map((one) => `- ⛔ breaks ${one}`),
            room,
          ),
        ]),
    ...(mended.length === 0 ? [] : [`- mends ${mended.length === 1 ? (mended[0] ?? '') : `${mended.length} violations of checks`}`]),
  ];
}

/** Policies that change, over the loads that the simulator has for everybody. */
export function replayText(replays: ReviewedEnvironment['replays']): readonly string[] {
  if (replays.length === 0) return [];
  const told = ({ violations, podHours }: (typeof replays)[number]['before']): string => `${violations} %, ${podHours} pod-hours`;
  const rows = replays.map(({ workload, load, before, after }) => `| ${workload}, ${load} | ${told(before)} | ${told(after)} |`);
  return [['| played: requests above the knee of latency | before | after |', '| --- | --- | --- |', ...rows].join('\n')];
}

/** `Deployment lyo-backend/backend` 2 pods in 60 s, 50 in 5 min */
function rolloutText({ object, pods: [rest, most], seconds: [soon, late] }: Effect['rollouts'][number]): string {
  const first = `\`${object}\` ${rest} ${rest === 1 ? 'pod' : 'pods'} in ${span(soon)}`;
  return most === rest ? first : `${first}, ${most} in ${span(late)}`;
}

function span(seconds: number): string {
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
