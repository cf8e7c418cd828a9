import { valueAt } from '../../../config/record';
import { HorizontalAutoscaler } from '../../../constructs/scaling/horizontal-autoscaler';
import type { ScaledWorkload } from '../../../constructs/scaling/scaled-workload';
import { desiredSeries } from '../../../constructs/scaling/scaling-rules';
import { recordedSignalNames } from '../../../config/signals';
import { signalsOf } from '../../../constructs/scaling/signals';
import { scaledWorkload } from '../../../charts/platform-charts';
import { type Changes } from '../../altered';
import { environmentWith, firstWorkload, pubSubBacklog } from '../../environment-with';
import { only } from '../../kubernetes-object';
import { rendered } from '../rendered';

const policy = 'workloads[0].scaling';

function workloadWith(changes: Changes = {}): ScaledWorkload {
  const environment = environmentWith(changes);
  return scaledWorkload(environment, firstWorkload(environment));
}

function specWith(changes: Changes = {}): unknown {
  const objects = rendered((chart) => new HorizontalAutoscaler(chart, 'horizontal', workloadWith(changes)));
  return only(objects, 'HorizontalPodAutoscaler').spec;
}

function metricsWith(changes: Changes = {}): readonly unknown[] {
  return valueAt(specWith(changes), 'metrics') as readonly unknown[];
}

function objectMetric(name: string): unknown {
  return {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'backend' },
      metric: { name },
      target: { type: 'AverageValue', averageValue: '1' },
    },
  };
}

const failsafe = {
  type: 'ContainerResource',
  containerResource: { container: 'backend', name: 'cpu', target: { type: 'Utilization', averageUtilization: 90 } },
};

test('one autoscaler holds the range of the policy and targets the Deployment of the workload', () => {
  expect(specWith()).toMatchObject({ minReplicas: 2, maxReplicas: 50, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'backend' } });
});

test('its behavior has every field, because defaults differ between libraries and controllers', () => {
  // up: +100 % or +4 pods per 15 s, whichever is more, at once; down: 10 % per 60 s, after 300 s without a higher proposal.
  // A percentage is added: 100 doubles (factor 1 + 100/100).
  expect(valueAt(specWith(), 'behavior')).toEqual({
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 15 },
        { type: 'Pods', value: 4, periodSeconds: 15 },
      ],
      tolerance: '0',
    },
    scaleDown: {
      stabilizationWindowSeconds: 300,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
      tolerance: '0',
    },
  });
});

const tolerances = { [`${policy}.behavior.up.tolerance`]: 0.01, [`${policy}.behavior.down.tolerance`]: 0.25 };

test.each([...recordedSignalNames, 'external'])(
  'with the signal %s the controller’s tolerance is 0, because within a tolerance it would count the surge pods of a release',
  (kept) => {
    const others = recordedSignalNames.filter((signal) => signal !== kept);
    const none = Object.fromEntries(others.map((signal) => [`${policy}.signals.${signal}`, undefined]));
    const spec = specWith({ ...tolerances, ...none, ...(kept === 'external' ? { [`${policy}.signals.external`]: [pubSubBacklog] } : {}) });
    expect(valueAt(spec, 'behavior.scaleUp.tolerance')).toBe('0');
    expect(valueAt(spec, 'behavior.scaleDown.tolerance')).toBe('0');
  },
);

test('with the failsafe alone, the policy’s tolerance is the controller’s, which then compares with the wanted replicas', () => {
  const spec = specWith({ ...tolerances, [`${policy}.signals`]: {} });
  expect(valueAt(spec, 'behavior.scaleUp.tolerance')).toBe('0.01');
  expect(valueAt(spec, 'behavior.scaleDown.tolerance')).toBe('0.25');
});

test('a number of pods may be set beside a percentage in either direction', () => {
  const rules = valueAt(specWith({ [`${policy}.behavior.up.pods`]: undefined, [`${policy}.behavior.down.pods`]: 2 }), 'behavior');
  expect(valueAt(rules, 'scaleUp.policies')).toEqual([{ type: 'Percent', value: 100, periodSeconds: 15 }]);
  expect(valueAt(rules, 'scaleDown.policies')).toEqual([
    { type: 'Percent', value: 10, periodSeconds: 60 },
    { type: 'Pods', value: 2, periodSeconds: 60 },
  ]);
});

test('its metrics are the signals in the order of the policy, each as a number of replicas, with the failsafe last', () => {
  const names = ['cpu', 'memory', 'request_rate', 'latency', 'errors', 'forecast'].map((signal) => `lyo_desired_replicas_${signal}`);
  expect(metricsWith()).toEqual([...names.map(objectMetric), failsafe]);
});

test('each signal is served under the name of its recorded series', () => {
  const workload = workloadWith();
  const { recorded, servedPrefix } = workload.telemetry;
  const served = signalsOf(workload).map((signal) => desiredSeries(workload, signal).replace(recorded.desiredPrefix, servedPrefix));
  expect(metricsWith().slice(0, -1)).toEqual(served.map(objectMetric));
});

test('a signal outside the policy is no metric', () => {
  const metrics = metricsWith({ [`${policy}.signals.latency`]: undefined, [`${policy}.signals.memory`]: undefined });
  expect(JSON.stringify(metrics)).not.toMatch(/latency|memory/);
  expect(metrics).toHaveLength(5);
});

test('the failsafe is the native CPU metric of the one container, which needs no Prometheus', () => {
  expect(metricsWith({ [`${policy}.signals`]: {}, [`${policy}.failsafe.utilization`]: 75 })).toEqual([
    { ...failsafe, containerResource: { ...failsafe.containerResource, target: { type: 'Utilization', averageUtilization: 75 } } },
  ]);
});

test('without a failsafe only the signals remain', () => {
  expect(metricsWith({ [`${policy}.failsafe`]: { kind: 'none' } })).toHaveLength(6);
});

test('a metric of Google Cloud is an External metric, divided by the pods, after the signals and before the failsafe', () => {
  const metrics = metricsWith({ [`${policy}.signals.external`]: [pubSubBacklog] });
  expect(metrics).toHaveLength(8);
  expect(metrics[6]).toEqual({
    type: 'External',
    external: {
      metric: { name: pubSubBacklog.metric, selector: { matchLabels: { subscription: 'orders' } } },
      target: { type: 'AverageValue', averageValue: '100' },
    },
  });
  expect(metrics[7]).toEqual(failsafe);
});

test('several metrics of Google Cloud are as many External metrics, in the order of the policy', () => {
  const mails = { ...pubSubBacklog, labels: { subscription: 'mails' }, perPod: 7 };
  const metrics = metricsWith({ [`${policy}.signals.external`]: [mails, pubSubBacklog] });
  const read = metrics.slice(6, 8).map((metric) => [valueAt(metric, 'external.metric.selector.matchLabels'), valueAt(metric, 'external.target.averageValue')]);
  expect(read).toEqual([
    [{ subscription: 'mails' }, '7'],
    [{ subscription: 'orders' }, '100'],
  ]);
});
