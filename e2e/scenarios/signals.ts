import type { Environment } from '../../config/environment';
import { seedPolicy } from '../../test/fixtures/standard';
import { jobs, type ApplicationMetric } from '../../config/telemetry';
import { eventually, settles } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';
import type { Demand } from '../traffic/demand';

const policy = fastScaleIn(seedPolicy);

/** One copy of the backend for each claim, so that all are tested at the same time. */
const workloads = {
  'on-cpu': policy,
  'on-memory': policy,
  'on-requests': policy,
  'on-latency': policy,
  'on-errors': policy,
  'on-all': policy,
  'with-failsafe': policy,
  'on-orders': policy,
  'without-failsafe': { ...policy, failsafe: { kind: 'none' as const } },
};

/** A metric of the application, from one entry in the configuration. */
const waiting: ApplicationMetric = {
  name: 'orders_waiting',
  workload: 'on-orders',
  type: 'gauge',
  title: 'Orders that wait',
  unit: 'orders',
  scaling: { perPod: 20, cap: 12 },
};

type Workload = keyof typeof workloads;
type Step = Partial<Record<Workload, { readonly demand: Partial<Demand>; readonly replicas: number }>>;

/** One pod carries 0.175 cores (70 % of 250m), 179.2 Mi (80 % of 384 Mi without the idle 128), 100 requests/s, 20 waiting orders. */
const moderate: Step = {
  'on-cpu': { demand: { cores: 6.5 * 0.175 }, replicas: 7 },
  'on-memory': { demand: { mebibytes: 6.6 * 179.2 }, replicas: 7 },
  'on-requests': { demand: { requests: 660 }, replicas: 7 },
  'on-orders': { demand: { own: 130 }, replicas: 7 },
};

const tooMuch: Step = {
  // load of 24 pods: 83 % of the request at 20 pods, so the failsafe at 90 % does not act
  'on-cpu': { demand: { cores: 23.8 * 0.175 }, replicas: 20 },
  'on-memory': { demand: { mebibytes: 26 * 179.2 }, replicas: 20 },
  'on-requests': { demand: { requests: 6000 }, replicas: 50 },
  'on-latency': { demand: { requests: 150, slow: 0.2, slowSeconds: 5 }, replicas: 30 },
  'on-orders': { demand: { own: 600 }, replicas: 12 },
  'on-errors': { demand: { requests: 150, failed: 0.2 }, replicas: 15 },
  // memory asks for 26 and is capped at 20, requests ask for 17, errors for 15, CPU for 10: the largest is taken
  'on-all': { demand: { requests: 1650, cores: 9.5 * 0.175, mebibytes: 26 * 179.2, failed: 0.2 }, replicas: 20 },
  'without-failsafe': { demand: { cores: 40 * 0.175 }, replicas: 20 },
};

export const scenario: Scenario = {
  name: 'signals',
  title:
    'each signal alone, one of the application itself among them, sets the replicas that the policy implies, its own cap holds while it asks for more, and of all together the largest wins',
  tags: ['smoke', 'full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    // five times faster than shipped; scale-in at once, because another scenario tests its speed
    const platform = await Platform.start(context, compressed(environment(), 5));
    try {
      await reach(platform, moderate);
      context.report('CPU, memory, request rate and waiting orders alone: 7 replicas each');
      platform.traffic.want('with-failsafe', { cores: 40 * 0.175 });
      await reach(platform, tooMuch);
      context.report('caps: CPU 20, memory 20, requests 50, latency 30, errors 15, waiting orders 12; together 20; without failsafe 20');
      await everyPodAsked(platform, 12);
      context.report('waiting orders: 12 of 12 pods discovered by Prometheus and asked for their metric');
      // busy pods without requests look as if spans were missing, and then nothing scales in
      platform.traffic.want('with-failsafe', { cores: 40 * 0.175, requests: 150 });
      await failsafeExceedsCap(platform);
      context.report('failsafe: more than the CPU cap of 20');
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** Pods are discovered at the API server as generated, with Prometheus' own rights; their metrics are simulated. */
async function everyPodAsked(platform: Platform, pods: number): Promise<void> {
  const asked = `sum(up{job="${jobs.application}",workload="${waiting.workload}"})`;
  await eventually(`${pods} pods are asked`, () => platform.query(asked), { until: ([answer]) => answer?.value === pods });
}

function environment(): Environment {
  const copies = withWorkloads(shipped('dev'), workloads);
  return { ...copies, telemetry: { ...copies.telemetry, applicationMetrics: [waiting] } };
}

/** The CPU signal counts pods without samples yet as fully used, so it may exceed its number once before it settles. */
async function reach(platform: Platform, step: Step): Promise<void> {
  for (const [name, wanted] of Object.entries(step)) platform.traffic.want(name, wanted.demand);
  await Promise.all(
    Object.entries(step).map(([name, { replicas }]) =>
      settles(`${name} has ${replicas} replicas`, () => platform.replicas(name), {
        until: (count) => count === replicas,
        for: '10s',
        timeout: '180s',
        interval: '1s',
      }),
    ),
  );
}

/** 7 cores are 90 % of 31.1 requests; utilization is truncated to whole percents, so 31 pods show 90 % and are enough, and the tolerance of 10 % keeps up to 34. */
async function failsafeExceedsCap(platform: Platform): Promise<void> {
  await settles('with-failsafe has 31 to 34 replicas', () => platform.replicas('with-failsafe'), {
    until: (count) => count >= 31 && count <= 34,
    for: '15s',
    timeout: '120s',
    interval: '1s',
  });
}
