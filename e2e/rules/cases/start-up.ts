/**
 * CPU of starting pods starts no pods. dev: 0.175 cores a pod at its target; a start takes usually 30 s and at most 60 s, W = 60 s: a pod counts from 90 s on, and
 * if it was not ready for 60 s by then, from 120 s at the latest.
 */
import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';
import { without } from '../series';

/** Step in which the load changes or pods come. */
const onset = 60;
const at = (seconds: number): number => onset * 10 + seconds;
/** Two cores for the first 25 s of a pod that starts at `start`. */
const burning = (step: number, start: number, then: number): number => (step > start && step <= start + 2.5 ? 2 : then);

export const startUpCases: readonly RuleCase[] = [
  {
    title: 'a step from 5 to 8 pods’ worth asks for 8 throughout, although three pods burn two cores to start: 8, not 13 and 20',
    series: chain({
      ready: (step) => (step < onset + 3 ? 5 : 8),
      wanted: (step) => (step < onset + 2 ? 5 : 8),
      // 7.8 pods' worth are 1.365 cores
      cores: (pod, step) => (pod < 5 ? (step < onset ? 0.17 : step < onset + 3 ? 0.273 : 0.1706) : burning(step, onset + 3, 0.1706)),
    }),
    expect: [
      desired('cpu', at(-10), 5),
      ...[40, 60, 80, 100, 120, 140, 180, 300].map((seconds) => desired('cpu', at(seconds), 8)),
      input('lyo:starting_replicas', at(60), 3),
      input('lyo:starting_replicas', at(120), 0),
    ],
  },
  {
    title: 'what a start burns before the pod is ready counts as little as what it burns after',
    series: chain({
      ready: (step) => (step < onset + 6 ? 5 : 8),
      wanted: (step) => (step < onset ? 5 : 8),
      readyAfter: 4,
      cores: (pod, step) => (pod < 5 ? 0.273 : step < onset + 6 ? 2 : 0.17),
    }),
    // ready at 60 s, 40 s after the start: the usual start says 110 s, a window of readiness 120 s
    expect: [
      desired('cpu', at(30), 8),
      desired('cpu', at(60), 8),
      input('lyo:starting_replicas', at(60), 3),
      input('lyo:starting_replicas', at(110), 3),
      input('lyo:starting_replicas', at(120), 0),
      // 5 · 0.273 + 3 · 0.17
      uncapped('cpu', at(200), 11),
    ],
  },
  {
    title: 'a burn that goes on after the pod is ready, for as long as the start usually takes, counts as little',
    series: chain({
      ready: (step) => (step < onset + 2 ? 5 : 8),
      wanted: (step) => (step < onset ? 5 : 8),
      readyAfter: 1,
      // ready after 10 s, busy for 30
      cores: (pod, step) => (pod < 5 ? (step < onset ? 0.17 : step < onset + 2 ? 0.273 : 0.1706) : burning(step, onset + 1.5, 0.1706)),
    }),
    expect: [40, 60, 80, 100, 120, 140, 180, 300].map((seconds) => desired('cpu', at(seconds), 8)),
  },
  {
    title: 'a burn that outlasts the stated start counts from its end on, so that a start of the wrong length is seen',
    series: chain({
      ready: (step) => (step < onset ? 5 : 8),
      // two cores for two minutes, stated are 30 s
      cores: (pod, step) => (pod < 5 || step > onset + 12 ? 0.17 : 2),
    }),
    // (5 · 0.17 + 3 · 2) / 0.175 = 39.1
    expect: [desired('cpu', at(80), 8), uncapped('cpu', at(90), 40), desired('cpu', at(90), 20), desired('cpu', at(180), 8)],
  },
  {
    title: 'of a start shorter than stated nothing is left when its pods count',
    series: chain({ ready: (step) => (step < onset ? 5 : 8), cores: (pod, step) => (pod >= 5 && step <= onset + 1 ? 2 : 0.17) }),
    expect: [30, 60, 80, 90, 120, 200].map((seconds) => desired('cpu', at(seconds), 8)),
  },
  {
    title: 'half of the pods start while the others have what they need: as many as there are',
    series: chain({ ready: (step) => (step < onset ? 8 : 16), cores: (pod, step) => (pod < 8 ? 0.12 : burning(step, onset, 0.05)) }),
    // 8 · 0.12 / 0.175 = 5.5 of the old ones alone, 11 at their usage, and 8 · 0.17 / 0.175 = 7.8 when all count
    expect: [desired('cpu', at(-10), 6), desired('cpu', at(40), 11), desired('cpu', at(80), 11), desired('cpu', at(90), 8), desired('cpu', at(160), 8)],
  },
  {
    title: 'starts one after the other, each while the one before burns, ask for none beyond the last',
    series: chain({
      // a pod every 20 s: 5, 6, 7, 8
      ready: (step) => (step < onset ? 5 : Math.min(8, 6 + Math.floor((step - onset) / 2))),
      wanted: (step) => (step < onset - 1 ? 5 : 8),
      cores: (pod, step) => {
        const start = onset + 2 * (pod - 5);
        const pods = step < onset ? 5 : Math.min(8, 6 + Math.floor((step - onset) / 2));
        const share = step < onset - 3 ? 0.17 : 1.365 / pods;
        return pod < 5 ? share : burning(step, start, share);
      },
    }),
    expect: [0, 20, 40, 60, 80, 100, 120, 140, 160, 200, 300].map((seconds) => desired('cpu', at(seconds), 8)),
  },
  {
    title: 'a saturated service asks for more through the starts that it asked for, until its cap',
    series: chain({
      ready: (step) => (step < onset ? 4 : step < onset + 6 ? 8 : 16),
      cores: (pod, step) => (pod < 4 ? 1 : burning(step, step < onset + 6 ? onset : onset + 6, 1)),
    }),
    // 4 · 1 / 0.175 = 22.9
    expect: [-10, 20, 60, 90, 120, 200].map((seconds) => desired('cpu', at(seconds), 20)),
  },
  {
    title: 'pods that are settled and need more get more, however many are starting',
    series: chain({ ready: (step) => (step < onset ? 4 : 8), cores: (pod) => (pod < 4 ? 0.6 : 2) }),
    // 4 · 0.6 / 0.175 = 13.7
    expect: [desired('cpu', at(0), 14), desired('cpu', at(60), 14)],
  },
  {
    title: 'where every pod is new the replicas stay, and once the start-up is over a saturated service scales',
    series: chain({ ready: () => 6, started: () => onset, cores: () => 0.5 }),
    // 6 · 0.5 / 0.175 = 17.1
    expect: [
      input('lyo:settled_pods:count', at(80), 0),
      input('lyo:settled_cpu:cores', at(80), 'absent'),
      desired('cpu', at(80), 6),
      desired('cpu', at(90), 18),
    ],
  },
  {
    title: 'after a crash of all pods they start anew, hold the replicas, and count again',
    series: chain({ ready: () => 6, cores: () => 0.5 }).map((series) =>
      series.name === 'kube_pod_container_state_started'
        ? { ...series, values: series.values.map((value, step) => (step < onset ? value : onset * 10)) }
        : series,
    ),
    expect: [desired('cpu', at(-10), 18), desired('cpu', at(0), 6), desired('cpu', at(80), 6), desired('cpu', at(90), 18)],
  },
  {
    title: 'a saturated pod that fails its readiness counts all the same once it is old enough to have started',
    series: chain({ ready: () => 6, cores: () => 0.5 }).map((series) =>
      series.name === 'kube_pod_status_ready_time' ? { ...series, values: without(series.values, onset) } : series,
    ),
    expect: [desired('cpu', at(600), 18)],
  },
  {
    title: 'a pod that dies in its start-up leaves nothing behind that asks for pods',
    series: chain({
      ready: (step) => (step >= onset && step < onset + 3 ? 5 : 4),
      wanted: () => 5,
      cores: (pod) => (pod < 4 ? 0.17 : 2),
    }),
    // 4 · 0.17 / 0.175 = 3.9, and 5 while the fifth is there
    expect: [desired('cpu', at(20), 5), desired('cpu', at(40), 4), desired('cpu', at(60), 4), desired('cpu', at(80), 4)],
  },
  {
    title: 'fewer are asked for while some start, if all at the usage of the others need fewer',
    series: chain({ ready: (step) => (step < onset ? 10 : 12), cores: (pod) => (pod < 10 ? 0.05 : 2) }),
    // 10 · 0.05 · 12 / 10 / 0.175 = 3.4
    expect: [desired('cpu', at(40), 4)],
  },
  {
    title: 'a release that replaces pod after pod leaves the signal where it is, its extra pod included',
    series: chain({
      // twenty and one more while each of twenty is replaced
      ready: (step) => (step >= onset && step < onset + 40 ? 21 : 20),
      wanted: () => 20,
      started: (pod) => (pod < 20 ? onset + 2 * pod : onset),
      cores: () => 0.17,
    }),
    // 20 · 0.17 / 0.175 = 19.4; at 21 ready pods it would be 20.4
    expect: [20, 60, 100, 200, 300, 390, 450, 600].map((seconds) => desired('cpu', at(seconds), 20)),
  },
  {
    title: 'dead kubelets while pods start are no load and no calm',
    series: chain({ ready: (step) => (step < onset ? 10 : 12), wanted: () => 12 }).map((series) =>
      series.labels['job'] === 'kubelet' ? { ...series, values: without(series.values, onset - 30) } : series,
    ),
    expect: [desired('cpu', at(60), 'absent'), desired('cpu', at(200), 'absent')],
  },
];
