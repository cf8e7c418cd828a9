/** A dead source must not look like no traffic. */
import { chain } from '../chain';
import { desired, input, type RuleCase } from '../rule-case';
import { counter, without } from '../series';

const outage = 120;
/** 4 pods, then 12 whose probes are first seen thirty seconds after they became ready, then 4 again. */
const lateBeats = counter((step) => (step < outage + 3 ? 0.4 : step < outage + 40 ? 1.2 : 0.4));
const spanSignals = ['request_rate', 'latency', 'errors'];

export const evidenceCases: readonly RuleCase[] = [
  {
    title: 'a living chain without traffic publishes zero for every signal, so the workload may scale in',
    series: chain({ fast: () => 0 }),
    expect: ['cpu', 'memory', ...spanSignals]
      .flatMap((signal) => [desired(signal, 180, signal === 'cpu' ? 2 : 0)])
      .concat([input('lyo:spans_alive', 180, 6), input('lyo:ready_replicas', 180, 4)]),
  },
  {
    title: 'a gateway that cannot be scraped silences every span signal at once, and they return one window after it does',
    series: chain({ gateways: [{ name: 'gateway-0', down: [outage, outage + 12] }] }),
    expect: [
      desired('request_rate', outage * 10 - 10, 2),
      ...spanSignals.map((signal) => desired(signal, outage * 10 + 10, 'absent')),
      ...spanSignals.map((signal) => desired(signal, outage * 10 + 110, 'absent')),
      desired('request_rate', outage * 10 + 120 + 60, 2),
      desired('cpu', outage * 10 + 60, 2),
    ],
  },
  {
    title: 'calls that vanish while pods go on working are no load that ended: the heartbeat alone proves nothing, for as long as they work',
    series: chain({ fast: (step) => (step < outage ? 400 : 0), cores: () => 0.2 }),
    expect: [
      desired('request_rate', outage * 10 - 10, 4),
      ...[70, 300, 1400].flatMap((after) => spanSignals.map((signal) => desired(signal, outage * 10 + after, 'absent'))),
      desired('cpu', outage * 10 + 300, 5),
    ],
  },
  {
    title: 'so are calls of which a third is left',
    series: chain({ fast: (step) => (step < outage ? 390 : 130), cores: () => 0.2 }),
    expect: [desired('request_rate', outage * 10 - 10, 4), desired('request_rate', outage * 10 + 100, 'absent')],
  },
  {
    title: 'pods that worked without a single call from the beginning have no evidence either',
    series: chain({ fast: () => 0, cores: () => 0.2 }),
    expect: [desired('request_rate', 600, 'absent'), desired('errors', 600, 'absent')],
  },
  {
    title: 'a load that goes, with the CPU that it cost, is a load that goes',
    series: chain({ fast: (step) => (step < outage ? 390 : 130), cores: (_, step) => (step < outage ? 0.2 : 0.09) }),
    expect: [desired('request_rate', outage * 10 - 10, 4), desired('request_rate', outage * 10 + 200, 2)],
  },
  {
    title: 'requests that cost a fifth more are no missing ones',
    series: chain({ fast: (step) => (step < outage ? 290 : 240), cores: (_, step) => (step < outage ? 0.16 : 0.19) }),
    expect: [desired('request_rate', outage * 10 - 10, 3), desired('request_rate', outage * 10 + 200, 3)],
  },
  {
    title: 'one lost scrape of a gateway is no death',
    series: chain({ fast: () => 400 }).map((series) =>
      series.labels['instance'] === 'gateway-1' ? { ...series, values: without(series.values, outage, outage + 1) } : series,
    ),
    expect: [desired('request_rate', outage * 10 + 10, 4), desired('request_rate', outage * 10 + 40, 4)],
  },
  {
    title: 'pods that have just become ready owe no heartbeat yet, and pods that have just gone owe one no more',
    series: chain({
      ready: (step) => (step < outage ? 4 : step < outage + 40 ? 12 : 4),
      fast: () => 150,
      // beats of the new pods arrive half a minute late
      gateways: [{ name: 'gateway-0' }],
    }).map((series) => (series.labels['span_name'] === 'GET /health/ready' ? { ...series, values: lateBeats } : series)),
    expect: [
      desired('request_rate', outage * 10 - 10, 2),
      desired('request_rate', outage * 10 + 30, 2),
      desired('request_rate', outage * 10 + 200, 2),
      desired('request_rate', (outage + 40) * 10 + 30, 2),
    ],
  },
  {
    title: 'agents dead behind a living gateway silence the span signals before the rate has decayed below what is ready',
    series: chain({ fast: () => 400, gateways: [{ name: 'gateway-0', cutOff: [outage, outage + 30] }] }),
    // 4 ready pods at 400 requests/s want 4; ten seconds after the cut the rate says 3.3 and the beats 83 %, after twenty 2.7 and 67 %
    expect: [
      desired('request_rate', outage * 10 - 10, 4),
      desired('request_rate', outage * 10 + 20, 'absent'),
      desired('request_rate', outage * 10 + 200, 'absent'),
    ],
  },
  {
    title: 'half of the gateways dead silences the span signals, because half of the calls would look like half of the load',
    series: chain({ gateways: [{ name: 'gateway-0' }, { name: 'gateway-1', down: [outage, outage + 30] }] }),
    expect: [
      desired('request_rate', outage * 10 - 10, 2),
      desired('request_rate', outage * 10 + 100, 'absent'),
      desired('latency', outage * 10 + 100, 'absent'),
    ],
  },
  {
    title: 'a gateway that has just started silences the span signals until its first window is full, because what it counted before its first scrape is lost',
    series: chain({ fast: () => 400, gateways: [0, 1, 2, 3, 4].map((index) => ({ name: `gateway-${index}`, ...(index === 4 ? { appears: outage } : {}) })) }),
    expect: [desired('request_rate', outage * 10 - 10, 4), desired('request_rate', outage * 10 + 20, 'absent'), desired('request_rate', outage * 10 + 60, 4)],
  },
  {
    title: 'a dead chain still scales out: what arrived before the cut asks for more than is ready',
    series: chain({ ready: () => 2, fast: (step) => (step < outage ? 150 : 900), gateways: [{ name: 'gateway-0', down: [outage + 4, outage + 30] }] }),
    // the last five samples say 900 requests/s: 9 pods, above the 2 that are ready
    expect: [desired('request_rate', outage * 10 - 10, 2), desired('request_rate', (outage + 4) * 10, 9)],
  },
  {
    title: 'Prometheus restarted after ten minutes publishes nothing that scales in until a window of samples is there',
    series: chain({ fast: () => 400 }).map((series) => ({ ...series, values: without(series.values, 90, 150) })),
    expect: [
      desired('request_rate', 890, 4),
      ...[1500, 1510, 1520, 1530].map((at) => desired('request_rate', at, 'absent')),
      desired('request_rate', 1500 + 60, 4),
      desired('memory', 1200, 'absent'),
    ],
  },
  {
    title: 'kube-state-metrics dead: within two windows no span signal is published below what was ready',
    series: chain({ fast: () => 400 }).map((series) => (series.name.startsWith('kube_') ? { ...series, values: without(series.values, outage) } : series)),
    expect: [desired('request_rate', outage * 10 - 10, 4), desired('request_rate', outage * 10 + 430, 'absent'), desired('cpu', outage * 10 + 430, 'absent')],
  },
];
