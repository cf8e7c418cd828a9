import { durationOf, milliseconds, seconds } from '../../config/duration';
import { signalSeries } from '../../config/signals';
import { eventually } from '../waiting/assertions';
import { formatDuration } from '../waiting/stopwatch';
import type { ScenarioContext } from '../runner/scenario';
import type { Platform } from './platform';

/** Within W + 60 s of the apply the autoscaler is active and every signal is served in both versions of the API. */
export async function comesToLife(context: ScenarioContext, platform: Platform): Promise<void> {
  const limit = durationOf(seconds(platform.environment.telemetry.window) + 60);
  const left = () => durationOf(Math.max(0, milliseconds(limit) - milliseconds(platform.sinceApply.elapsed())) / 1000);
  const conditions = (): Promise<readonly string[]> =>
    Promise.all(['ScalingActive', 'AbleToScale'].map((type) => platform.autoscalerCondition('backend', type)));
  await eventually('ScalingActive and AbleToScale are True', conditions, { until: (all) => all.every((one) => one.startsWith('True ')), timeout: left() });
  context.report(`the autoscaler is active ${formatDuration(platform.sinceApply.elapsed())} after the apply, ${formatDuration(limit)} allowed`);
  for (const version of ['v1beta1', 'v1beta2']) {
    for (const signal of signalSeries) {
      const path = `/apis/custom.metrics.k8s.io/${version}/namespaces/lyo-backend/deployments.apps/backend/lyo_desired_replicas_${signal}`;
      await eventually(`${version} serves ${signal}`, () => platform.cluster.kubectl(['get', '--raw', path]), {
        until: (answer) => answer.includes('"value":'),
        timeout: left(),
      });
    }
  }
  context.report(`${signalSeries.length} signals served in both versions ${formatDuration(platform.sinceApply.elapsed())} after the apply`);
}
