/** What is recorded of a worker whose load is forecast. The worker bears the name of the web service of the other cases, so that they share their series. */
import { jobs, metrics } from '../../../config/telemetry';
import { devOfEveryKind } from '../../../test/fixtures/every-kind';
import type { Environment } from '../../../config/environment';
import { validated } from '../../../config/validate';
import { desired, input, uncapped, type RuleCase } from '../rule-case';
import { gauge, optimizer, ready, wanted, workload, type InputSeries, type Values } from '../series';
import type { RuleMutant } from '../mutants';

export const messages = 'pubsub.googleapis.com|subscription|num_undelivered_messages';

/** Dev with one worker, of 20 orders or 100 messages a pod, 4 pods at most and 3 by its forecast. */
export function forecastOf(of: string): Environment {
  const { workloads, telemetry, sizing, ...rest } = devOfEveryKind();
  const taken = workloads.map(({ name }) => name).filter((name) => name !== workload.deployment);
  const own = workloads.filter(({ kind }) => kind === 'worker');
  const [environment] = validated([
    {
      ...rest,
      sizing: Object.fromEntries(Object.entries(sizing).filter(([name]) => !taken.includes(name))),
      workloads: own.map((worker) => ({
        ...worker,
        name: workload.deployment,
        ...(worker.kind === 'worker' && { scaling: { ...worker.scaling, signals: { ...worker.scaling.signals, forecast: { of, cap: 3 } } } }),
      })),
      telemetry: { ...telemetry, applicationMetrics: telemetry.applicationMetrics.map((metric) => ({ ...metric, workload: workload.deployment })) },
    },
  ]);
  if (environment === undefined) throw new Error('an environment must come out as it went in, received nothing');
  return environment;
}

const load = 'lyo:forecast_load:sum';
const alive = 'lyo:forecast_load_alive';

function ofPod(pod: number, name: string, values: Values, labels: Readonly<Record<string, string>> = {}): InputSeries {
  return { name, labels: { job: jobs.application, namespace: workload.namespace, workload: workload.deployment, instance: `pod-${pod}`, ...labels }, values };
}

/** Four pods; a pod that does not answer has no orders either. */
function pods(answering: (step: number) => number): readonly InputSeries[] {
  return [0, 1, 2, 3].flatMap((pod) => {
    const tells = gauge((step) => (pod < answering(step) ? 10 : undefined));
    return [
      ofPod(
        pod,
        metrics.up.name,
        gauge((step) => Number(pod < answering(step))),
      ),
      ofPod(
        pod,
        'orders_waiting',
        tells.map((value, step) => (value === undefined && tells[step - 1] !== undefined ? 'stale' : value)),
      ),
    ];
  });
}

/** Of other workloads, namespaces and jobs: a rule that takes any of them yields another number. */
const others: readonly Readonly<Record<string, string>>[] = [{ workload: 'backend-api' }, { namespace: 'other' }, { job: 'somebody' }];
const strangers: readonly InputSeries[] = others.flatMap((labels) => [
  ofPod(
    9,
    metrics.up.name,
    gauge(() => 1),
    labels,
  ),
  ofPod(
    9,
    'orders_waiting',
    gauge(() => 500),
    labels,
  ),
]);

const four: readonly InputSeries[] = [ready(gauge(() => 4)), wanted(gauge(() => 4))];

const forecast = (replicas: number, validUntil: number): readonly InputSeries[] => [
  optimizer(
    'forecast',
    gauge(() => replicas),
  ),
  optimizer(
    'validUntil',
    gauge(() => validUntil),
  ),
];

export const ownCases: readonly RuleCase[] = [
  {
    title: 'the load is what all pods tell together, and counts while three quarters of them answer',
    // from step 60 on one of four is gone, from step 90 on two are
    series: [...four, ...strangers, ...pods((step) => (step < 60 ? 4 : step < 90 ? 3 : 2))],
    expect: [input(load, 590, 40), input(alive, 590, 4), input(load, 700, 30), input(alive, 700, 3), input(load, 1000, 20), input(alive, 1000, 'absent')],
  },
  { title: 'where nobody tells of it there is no load', series: [...four, ...strangers], expect: [input(load, 590, 'absent'), input(alive, 590, 'absent')] },
  {
    title: 'pods that answer without telling of it are no proof',
    series: [...four, ...strangers, ...pods(() => 4).filter(({ name }) => name === metrics.up.name)],
    expect: [input(load, 590, 'absent'), input(alive, 590, 'absent')],
  },
  {
    title: 'a forecast that is valid asks for pods up to its cap, and one that has expired for none',
    series: [...four, ...pods(() => 4), ...forecast(50, 600)],
    expect: [uncapped('forecast', 590, 50), desired('forecast', 590, 3), uncapped('forecast', 600, 0), desired('forecast', 600, 0)],
  },
  { title: 'without an optimizer the forecast asks for none', series: [...four, ...pods(() => 4)], expect: [desired('forecast', 590, 0)] },
];

const autoscaler = { job: jobs.kubeStateMetrics, namespace: workload.namespace, horizontalpodautoscaler: workload.deployment } as const;

function seen(metric: string, values: Values, labels: Readonly<Record<string, string>> = {}): InputSeries {
  return { name: metric, labels: { ...autoscaler, ...labels }, values };
}

const ofGoogle = { metric_name: messages, metric_target_type: 'average' } as const;
const active = (status: 'true' | 'false', values: Values): InputSeries =>
  seen(metrics.autoscalerCondition.name, values, { condition: 'ScalingActive', status });

const status: readonly InputSeries[] = [
  ...four,
  seen(
    metrics.autoscalerCurrent.name,
    gauge(() => 4),
  ),
  // what else the autoscaler sees, and what others see
  seen(
    metrics.autoscalerMetric.name,
    gauge(() => 700),
    { ...ofGoogle, metric_name: 'lyo_desired_replicas_cpu' },
  ),
  seen(
    metrics.autoscalerMetric.name,
    gauge(() => 800),
    { ...ofGoogle, metric_target_type: 'value' },
  ),
  seen(
    metrics.autoscalerMetric.name,
    gauge(() => 900),
    { ...ofGoogle, horizontalpodautoscaler: 'backend-api' },
  ),
  seen(
    metrics.autoscalerCurrent.name,
    gauge(() => 50),
    { horizontalpodautoscaler: 'backend-api' },
  ),
  seen(
    metrics.autoscalerCondition.name,
    gauge(() => 1),
    { condition: 'AbleToScale', status: 'true' },
  ),
  seen(
    metrics.autoscalerCondition.name,
    gauge(() => 1),
    { horizontalpodautoscaler: 'backend-api', condition: 'ScalingActive', status: 'true' },
  ),
];

export const googleCases: readonly RuleCase[] = [
  {
    title: 'the load is what the autoscaler saw for each pod times its pods, and counts while it can scale',
    series: [
      ...status,
      seen(
        metrics.autoscalerMetric.name,
        gauge(() => 30),
        ofGoogle,
      ),
      active(
        'true',
        gauge((step) => Number(step < 60)),
      ),
      active(
        'false',
        gauge((step) => Number(step >= 60)),
      ),
    ],
    expect: [input(load, 590, 120), input(alive, 590, 1), input(load, 700, 120), input(alive, 700, 'absent')],
  },
  {
    title: 'an autoscaler that has seen nothing of it is no proof',
    series: [
      ...status,
      active(
        'true',
        gauge(() => 1),
      ),
    ],
    expect: [input(load, 590, 'absent'), input(alive, 590, 'absent')],
  },
];

/** Faults that a person could write into these rules. */
export const ownMutants: readonly RuleMutant[] = [
  { title: 'one pod of four is enough', find: /(sum\(up\{[^}]*\}\)) >= on\(\) 0\.75/g, replace: '$1 >= on() 0.25' },
  { title: 'every pod must answer', find: /(sum\(up\{[^}]*\}\)) >= on\(\) 0\.75/g, replace: '$1 >= on() 1' },
  { title: 'pods of any workload tell of it', find: /,workload="backend"/g, replace: '' },
  { title: 'pods of any namespace tell of it', find: /(orders_waiting\{job="application"),namespace="lyo-backend"/g, replace: '$1' },
  { title: 'any scrape job tells of it', find: /(orders_waiting\{)job="application",/g, replace: '$1' },
  { title: 'what answers is a load', find: / and on\(\) \(sum\(orders_waiting\{[^}]*\}\)\)/, replace: '' },
  { title: 'the largest of the pods is the load', find: /sum\(orders_waiting/g, replace: 'max(orders_waiting' },
  { title: 'the forecast has another cap', find: /(uncapped_replicas:forecast\{[^}]*\}\)), 3\)/g, replace: '$1, 4)' },
  { title: 'a forecast never expires', find: /(lyo_forecast_replicas.*?) > time\(\)\)/, replace: '$1 > 0)' },
];

export const googleMutants: readonly RuleMutant[] = [
  { title: 'what comes to a pod is the load', find: / \* max\(kube_horizontalpodautoscaler_status_current_replicas\{[^}]*\}\)/g, replace: '' },
  { title: 'every metric of the autoscaler is its load', find: /metric_name="[^"]*",/g, replace: '' },
  { title: 'a target of any kind is one for each pod', find: /,metric_target_type="average"/g, replace: '' },
  { title: 'the autoscaler of anybody', find: /,horizontalpodautoscaler="backend"/g, replace: '' },
  { title: 'an autoscaler that is able is active', find: /condition="ScalingActive",/g, replace: '' },
  { title: 'what an autoscaler said before it failed counts', find: /(status="true"\}\)) == 1/g, replace: '$1 >= 0' },
  { title: 'an autoscaler that sees nothing is proof', find: /( == 1\)) and on\(\) \(.*\)$/m, replace: '$1' },
];
