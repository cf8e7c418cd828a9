/**
 * A start that burns CPU after its pod is ready, without the configuration saying so (decision 0053): is there a setting of the native CPU metric that ignores this
 * CPU and still sees saturation? That metric is the failsafe, so it must work without Prometheus.
 */
import { decide, type State } from '../../autoscaler/decide';
import { policyOf, type Policy } from '../../autoscaler/policy';
import { burningPod } from '../../e2e/hpa-oracle/burning-starts';

const sync = 15;
/** Thousandths of a core that a pod requests. */
const request = 250;
/** Seconds until a pod is ready; it burns CPU for longer. */
const serves = 5;
/** Replicas that the recording rules ask for during a start, whose CPU they leave out (decision 0051). */
const rules = 8;
/** Thousandths of a core that a pod uses at its target of 70 %. */
const carried = 175;

interface Setting {
  /** Percent of the request. */
  readonly target: number;
  /** Seconds of `scaleUp.stabilizationWindowSeconds`. */
  readonly window: number;
}

const shipped: Setting = { target: 90, window: 0 };

interface World {
  /** Thousandths of a core that all requests need together, spread over the ready pods. */
  readonly demand: number;
  /** Seconds that a new pod burns CPU, from its creation. */
  readonly burns: number;
  /** Replicas that the recording rules ask for; `null` without Prometheus. */
  readonly asked: number | null;
  /** Seconds until a new pod is ready. @default {@link serves} */
  readonly readyAfter?: number;
}

function autoscaler({ target, window }: Setting): Policy {
  return policyOf({
    maxReplicas: 50,
    metrics: [
      { type: 'Object', object: { metric: { name: 'desired' }, target: { type: 'AverageValue', averageValue: '1' } } },
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: target } },
      },
    ],
    behavior: { scaleUp: { stabilizationWindowSeconds: window, tolerance: '0', policies: [{ type: 'Percent', value: 100, periodSeconds: sync }] } },
  });
}

/** Replicas after each sync over ten minutes, starting with five pods that started long ago. */
function played(setting: Setting, { demand, burns, asked, readyAfter = serves }: World): readonly number[] {
  const policy = autoscaler(setting);
  const grown = -10_000;
  let starts: readonly number[] = Array.from({ length: 5 }, () => grown);
  let state: State | undefined;
  const replicas: number[] = [];
  // before the start, five pods were enough for longer than any window
  for (let now = -sync * 20; now <= 600; now += sync) {
    const ready = starts.filter((at) => at + readyAfter <= now).length;
    const each = (now < 0 ? 5 * carried * 0.9 : demand) / ready;
    const pods = starts.map((at, index) => burningPod(`pod-${index}`, at, { now, readyAfter, burns, requests: each }));
    const desired = now < 0 ? 5 : asked;
    const decision = decide(policy, state, { now, replicas: starts.length, pods, metrics: { desired: desired === null ? null : desired * 1000 } });
    state = decision;
    const more = Math.max(0, decision.replicas - starts.length);
    starts = [...starts.slice(0, decision.replicas), ...Array.from({ length: more }, () => now)];
    if (now >= 0) replicas.push(decision.replicas);
  }
  return replicas;
}

/** Seconds until there are `count` replicas; Infinity if there never are. */
function reached(replicas: readonly number[], count: number): number {
  const index = replicas.findIndex((each) => each >= count);
  return index < 0 ? Infinity : index * sync;
}

const saturated: World = { demand: 14 * request, burns: 0, asked: null };
const step = (burns: number): World => ({ demand: (rules - 0.4) * carried, burns, asked: rules });

interface Outcome extends Setting {
  /** Most replicas after a step to the load of eight pods. */
  readonly most: number;
  /** Seconds until the replicas that the rules ask for exist, and until a saturated service has enough pods for its CPU. */
  readonly stepAfter: number;
  readonly saturatedAfter: number;
}

function outcomes(burns: number): readonly Outcome[] {
  const targets = [90, 100, 150, 200, 300, 400, 600, 800, 900];
  const windows = [0, 15, 30, 45, 60, 90, 120, 180, 300];
  return targets.flatMap((target) =>
    windows.map((window) => {
      const setting = { target, window };
      const stepped = played(setting, step(burns));
      return { ...setting, most: Math.max(...stepped), stepAfter: reached(stepped, rules), saturatedAfter: reached(played(setting, saturated), 14) };
    }),
  );
}

test.each([
  { burns: 25, cheapest: { target: 90, window: 30, most: 8, stepAfter: 15, saturatedAfter: 75 } },
  { burns: 60, cheapest: { target: 90, window: 60, most: 8, stepAfter: 45, saturatedAfter: 135 } },
  { burns: 120, cheapest: { target: 90, window: 120, most: 8, stepAfter: 105, saturatedAfter: 255 } },
])('a setting that ignores $burns s of burning delays every scale-out, or does not see saturation', ({ burns, cheapest }) => {
  const all = outcomes(burns);
  // as shipped
  expect(all[0]).toEqual({ target: 90, window: 0, most: 50, stepAfter: 0, saturatedAfter: 45 });
  const holds = all.filter(({ most }) => most === rules);
  expect(holds.some(({ window }) => window === 0)).toBe(true);
  expect(holds.filter(({ stepAfter, saturatedAfter }) => stepAfter === 0 && saturatedAfter < Infinity)).toEqual([]);
  const [first] = holds.filter(({ saturatedAfter }) => saturatedAfter < Infinity).sort((one, other) => one.stepAfter - other.stepAfter);
  expect(first).toEqual(cheapest);
});

test.each([25, 60, 120])(
  'if pods become ready only after %i s of burning, the shipped setting ignores the burning and sees saturation as soon as before',
  (burns) => {
    expect(Math.max(...played(shipped, { ...step(burns), readyAfter: burns }))).toBe(rules);
    expect(reached(played(shipped, { ...saturated, burns, readyAfter: burns }), 14)).toBeLessThanOrEqual(45);
  },
);
