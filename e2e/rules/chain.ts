/** A complete working telemetry chain as series, and failures of its parts. */
import { healthRoutes } from '../../config/names';
import {
  bucket,
  calls,
  counter,
  cpuUsage,
  durationSum,
  edge,
  foreignSeries,
  gauge,
  podName,
  podState,
  ready,
  STEP_SECONDS,
  STEPS,
  up,
  wanted,
  workingSet,
  type InputSeries,
  type Values,
} from './series';

export interface Chain {
  /** Ready pods at each step. @default 4 */
  readonly ready?: (step: number) => number;
  /** Replicas that the autoscaler has set. @default - those that are ready */
  readonly wanted?: (step: number) => number;
  /** Step in which a pod's container started; negative is before the test. @default - long ago, or the step in which the pod is first ready */
  readonly started?: (pod: number) => number;
  /** Steps from a container's start until its pod is ready; its CPU is there before. @default 0 */
  readonly readyAfter?: number;
  /** Calls per second that succeed within 0.1 s. @default 200 */
  readonly fast?: (step: number) => number;
  /** Calls per second that succeed within `slowBound`. @default 0 */
  readonly slow?: (step: number) => number;
  /** Upper bound of slow calls in seconds; a bucket. @default 3 */
  readonly slowBound?: number;
  /** Calls per second that fail within 0.1 s. @default - the error series does not exist */
  readonly failed?: (step: number) => number;
  /** Seconds a second that all requests together wait for dependencies. @default - there are no calls, and no edge exists */
  readonly waiting?: (step: number) => number;
  /** Calls a second to others that fail. @default - none ever did */
  readonly failedBelow?: (step: number) => number;
  /** Cores that each pod uses. @default 0.05 */
  readonly cores?: (pod: number, step: number) => number;
  /** Mebibytes of each pod's working set. @default 120, below the idle heap of 128 */
  readonly mebibytes?: (pod: number, step: number) => number;
  /** Gateway instances, each with its share of all spans. @default two */
  readonly gateways?: readonly Gateway[];
  /** Steps at which the gateways' counters start again. @default - none */
  readonly resets?: readonly number[];
}

/** One collector gateway. Its scrape target and its input of spans can fail separately. */
export interface Gateway {
  readonly name: string;
  /** The steps in which its target cannot be scraped. @default - none */
  readonly down?: readonly [from: number, to: number];
  /** The step in which it starts; until then its share of spans goes nowhere. @default - it was always there */
  readonly appears?: number;
  /** The steps in which no spans reach it, although it answers: its agents are dead. @default - none */
  readonly cutOff?: readonly [from: number, to: number];
}

const route = 'GET /items';
/** A start so long ago that no rule considers it, in steps. */
const longAgo = -10_000;
const bounds = [0.1, 2, 3, 5, 30];

/** All series of the chain, together with similar series of others. Each ready pod has one readiness probe in ten seconds, like real ones. */
export function chain(options: Chain = {}): readonly InputSeries[] {
  const { ready: pods = () => 4, gateways = [{ name: 'gateway-0' }, { name: 'gateway-1' }] } = options;
  return [
    ...foreignSeries(),
    ready(gauge(pods)),
    wanted(gauge(options.wanted ?? pods)),
    ...gateways.flatMap((gateway) => gatewaySeries(gateway, options, gateways.length)),
    ...podSeries(options, pods),
  ];
}

function gatewaySeries(gateway: Gateway, options: Chain, shares: number): readonly InputSeries[] {
  const { ready: pods = () => 4, fast = () => 200, slow = () => 0, slowBound = 3, failed, waiting, failedBelow, resets = [] } = options;
  const arriving = (perSecond: (step: number) => number): Values =>
    scraped(
      gateway,
      counter((step) => (step < (gateway.appears ?? 0) || within(step, gateway.cutOff) ? 0 : perSecond(step) / shares), resets),
    );
  const upTo = (bound: number) => (step: number) => fast(step) + (failed?.(step) ?? 0) + (bound >= slowBound ? slow(step) : 0);
  return [
    up(
      gateway.name,
      gauge((step) => (step < (gateway.appears ?? 0) ? undefined : within(step, gateway.down) ? 0 : 1)),
    ),
    calls(gateway.name, healthRoutes.heartbeatSpan, { values: arriving((step) => pods(step) / 10) }),
    calls(gateway.name, route, { values: arriving((step) => fast(step) + slow(step)) }),
    ...(failed === undefined ? [] : [calls(gateway.name, route, { values: arriving(failed), error: true })]),
    // fast and failed calls take 0.1 s, slow ones their bound
    durationSum(
      gateway.name,
      route,
      arriving((step) => 0.1 * (fast(step) + (failed?.(step) ?? 0)) + slowBound * slow(step)),
    ),
    ...(waiting === undefined ? [] : [edge(gateway.name, 'edgeClientSum', { values: arriving(waiting) })]),
    ...(failedBelow === undefined ? [] : [edge(gateway.name, 'edgeFailures', { values: arriving(failedBelow) })]),
    ...bounds.map((bound) => bucket(gateway.name, route, { bound: bound.toFixed(1), values: arriving(upTo(bound)) })),
    bucket(gateway.name, route, { bound: '+Inf', values: arriving(upTo(Number.POSITIVE_INFINITY)) }),
  ];
}

function podSeries(options: Chain, pods: (step: number) => number): readonly InputSeries[] {
  const { cores = () => 0.05, mebibytes = () => 120, readyAfter = 0 } = options;
  const counts = Array.from({ length: STEPS }, (_, step) => pods(step));
  return Array.from({ length: Math.max(...counts) }, (_, pod) => {
    const first = counts.findIndex((count) => pod < count);
    const start = options.started?.(pod) ?? (first === 0 ? longAgo : first - readyAfter);
    // a pod exists from its start until it is no longer wanted
    const lives = (values: Values): Values =>
      values.map((value, step) => (step >= Math.min(start, first) && (step < first || pod < pods(step)) ? value : step > first ? 'stale' : undefined));
    const since = (step: number): Values => lives(gauge(() => step * STEP_SECONDS));
    return [
      cpuUsage(podName(pod), lives(counter((step) => cores(pod, step)))),
      workingSet(podName(pod), lives(gauge((step) => mebibytes(pod, step) * 1024 * 1024))),
      ...podState(podName(pod), {
        exists: lives(gauge(() => 1)),
        started: since(start),
        readySince: since(start + readyAfter).map((value, step) => (step < first ? undefined : value)),
      }),
    ];
  }).flat();
}

function scraped(gateway: Gateway, values: Values): Values {
  return values.map((value, step) => (step < (gateway.appears ?? 0) || within(step, gateway.down) ? undefined : value));
}

function within(step: number, range: readonly [from: number, to: number] | undefined): boolean {
  return range !== undefined && step >= range[0] && step < range[1];
}
