import type { Environment } from '../../config/environment';
import { partOf } from '../../config/names';
import { seconds, type Duration } from '../../config/quantities';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import { compressed } from '../platform/compressed';
import { Manifests } from '../platform/manifests';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { eventually, holds } from '../waiting/assertions';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';

const task = 'nightly-report';
const expected = { lastSuccess: '90s', longestRun: '20s' } as const;
const everyMinute = { [task]: { schedule: '*/1 * * * *', deadline: '45s', expected } };
/** More CPU than any node has: the pod of each run is pending until the deadline. */
const tooLarge = { [task]: { cpu: { request: '128000m', limit: '128000m', min: '100m', max: '128000m' } } };

/** A schedule on the real controllers, whose alerts come out of the generated rules in a running Prometheus; kwok runs the pods. */
export const scenario: Scenario = {
  name: 'overdue-schedule',
  title: 'a schedule that never ends well is told of by a running Prometheus, a run that takes too long as well, and both are over when it ends well again',
  tags: ['full'],
  timeout: '900s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, faster(devOfEveryKind(everyMinute, tooLarge)));
    try {
      await told(context, platform, 'ScheduleRunsLong', expected.longestRun);
      await told(context, platform, 'ScheduleOverdue', expected.lastSuccess);
      await bringTasks(platform, faster(devOfEveryKind(everyMinute)));
      const watch = new Stopwatch();
      await eventually('nothing is told', () => firing(platform), { until: (alerts) => alerts.length === 0, timeout: '240s', interval: '1s' });
      context.report(`with a size that a node has: over after ${formatDuration(watch.elapsed())}`);
      await holds('nothing is told through two more runs', () => firing(platform), { while: (alerts) => alerts.length === 0, for: '130s', interval: '2s' });
      context.report('two more runs: nothing is told');
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** Applies only the tasks, as `npm run apply` does, because other manifests have addresses that do not exist here. */
async function bringTasks({ cluster }: Platform, environment: Environment): Promise<void> {
  const { [`${task}.yaml`]: tasks } = Manifests.of(environment).files;
  if (tasks === undefined) throw new Error('there must be a file of tasks');
  await cluster.kubectl(['apply', '--server-side', '--validate=strict', `--field-manager=${partOf}`, '-f', '-'], tasks);
}

const faster = (environment: Environment): Environment => compressed(environment, 5);

async function firing(platform: Platform): Promise<readonly string[]> {
  const alerts = await platform.query(`ALERTS{alertname=~"Schedule.*",alertstate="firing"}`);
  return alerts.map(({ labels }) => labels['alertname'] ?? '');
}

/** Checks that the alert fires, and not before `after`. */
async function told(context: ScenarioContext, platform: Platform, alert: string, after: Duration): Promise<void> {
  await eventually(`${alert} is told`, () => firing(platform), { until: (alerts) => alerts.includes(alert), timeout: '300s', interval: '1s' });
  const took = seconds(platform.sinceApply.elapsed());
  if (took < seconds(after)) throw new Error(`${alert} must not be told before ${after}, it was after ${took.toFixed(0)} s`);
  context.report(`${alert} after ${took.toFixed(0)} s; it may be after ${after}`);
}
