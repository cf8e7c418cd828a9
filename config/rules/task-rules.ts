/** Rules of workloads that run to completion: once for a release, or on a schedule. */
import { longestGap, nextRuns } from '../schedule';
import { seconds } from '../quantities';
import { isTask, type OfKind, type TaskWorkload } from '../workload';
import { startWithinOf } from '../workloads/scheduled';
import { ofEachWorkload, when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';

function ofEach(problems: (task: TaskWorkload) => readonly Problem[]): Rule {
  return ofEachWorkload((workload) => (isTask(workload) ? problems(workload) : []));
}

function ofEachSchedule(problems: (task: OfKind<'scheduled'>) => readonly Problem[]): Rule {
  return ofEach((task) => (task.kind === 'scheduled' ? problems(task) : []));
}

/** Longest name of a CronJob that the API server accepts, because it appends to it for the names of Jobs. The Job of a release has a hash at its end and needs as much. */
const longestName = 52;

const names = ofEach(({ name }) =>
  when(name.length > longestName, { path: 'name', rule: `must have at most ${longestName} characters: its Jobs are named for it, and longer`, received: name }),
);

const times = ofEach(({ deadline, shutdown: { grace } }) =>
  when(seconds(deadline) <= seconds(grace), {
    path: 'deadline',
    rule: `must be more than shutdown.grace (${grace}), in which it is stopped`,
    received: deadline,
  }),
);

/** Whether the minutes are `*`, alone or in a list. */
function isEveryMinute(schedule: string): boolean {
  return (schedule.split(' ')[0] ?? '').split(',').includes('*');
}

const minutes = ofEachSchedule(({ schedule }) =>
  when(isEveryMinute(schedule), {
    path: 'schedule',
    rule: 'must name its minutes: "*" runs it every minute of the hours that it names, "0" once an hour; every minute on purpose is "*/1"',
    received: schedule,
  }),
);

/** Checked in UTC, so that an invalid time zone does not hide a schedule that never fires. */
const firing = ofEachSchedule(({ schedule }) =>
  when(nextRuns(schedule, 'UTC', 1).length === 0, {
    path: 'schedule',
    rule: 'must fire on some day: no month that it names has the day',
    received: schedule,
  }),
);

/** Smallest deadline for a start, in seconds: the CronJob controller looks every ten seconds and would miss shorter ones. */
const leastToStart = 10;

const late = ofEachSchedule((task) =>
  when(seconds(startWithinOf(task)) < leastToStart, {
    path: 'startWithin',
    rule: `must be at least ${leastToStart}s: Kubernetes looks every ten seconds for what is due`,
    received: startWithinOf(task),
  }),
);

const expectations = ofEachSchedule(({ schedule, timeZone, deadline, expected: { lastSuccess, longestRun } }) => {
  const gap = longestGap(schedule, timeZone);
  return [
    ...when(seconds(longestRun) >= seconds(deadline), {
      path: 'expected.longestRun',
      rule: `must be less than deadline (${deadline}), at which it is stopped and nobody is told any more`,
      received: longestRun,
    }),
    ...when(gap !== undefined && seconds(lastSuccess) < gap + seconds(longestRun), {
      path: 'expected.lastSuccess',
      rule: `must be at least ${(gap ?? 0) + seconds(longestRun)}s, the longest time between two runs (${gap ?? 0} s) and expected.longestRun, or it is late on every good day`,
      received: lastSuccess,
    }),
  ];
});

/** Jobs of a release run in parallel, so two migrations of one database would have no order. */
function oneForEachDatabase({ workloads }: Draft): readonly Problem[] {
  const releases = workloads.flatMap(({ index, workload }) => (workload.kind === 'release' ? [{ index, workload }] : []));
  return releases.flatMap(({ index, workload }, position) =>
    Object.keys(workload.uses ?? {}).flatMap((database) => {
      const before = releases.slice(0, position).find((other) => database in (other.workload.uses ?? {}));
      return when(before !== undefined, {
        path: `workloads[${index}].uses.${database}`,
        rule: `must not be used by two workloads of kind release, which run beside each other: ${before?.workload.name ?? ''} uses it`,
        received: database,
      });
    }),
  );
}

export const taskRules: readonly Rule[] = [names, times, minutes, firing, late, expectations, oneForEachDatabase];
