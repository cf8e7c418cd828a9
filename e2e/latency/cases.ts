/** Replicas that the latency signal asks for at a target, and with streams. */
import { seconds, type Duration } from '../../config/quantities';
import { desired, input, type RuleCase } from '../rules/rule-case';
import { interpolatedP95, judgedEnvironment } from './judged-environment';
import { requestSeries } from './requests';

/** Usual targets, and others between and outside of the stated buckets. */
export const targets: readonly Duration[] = ['50ms', '300ms', '1500ms', '2s', '20s', '7ms', '75ms', '120ms', '875ms', '1118ms', '2750ms', '4s', '45s'];

const pods = 8;
const rate = 100;
/** Rounds as PromQL's `round` does: halves up. */
const rounded = (value: number): number => Number((Math.floor(value * 10_000 + 0.5) / 10_000).toFixed(4));

/** Replicas of the other signals, which do not depend on the target: 100 requests/s, and ceil(8 · 0.05 / 0.175) by CPU. */
const others = [desired('request_rate', 300, 1), desired('cpu', 300, 3), desired('memory', 300, 0), desired('errors', 300, 0)];

/** 100 requests a second that all take 0.9, exactly 1, 1.1 and 4 times the target. */
export function targetCases(target: Duration): readonly RuleCase[] {
  const environment = judgedEnvironment({ target });
  return [0.9, 1, 1.1, 4].map((times) => {
    const length = seconds(target) * times;
    const p95 = interpolatedP95(environment, length);
    // ceil(ready · min(P95 / target, 1.5)) above the target, nothing at or below it
    const wanted = p95 > seconds(target) ? Math.ceil(rounded(pods * Math.min(p95 / seconds(target), 1.5))) : 0;
    if (times > 1 === (wanted === 0)) throw new Error(`requests of ${times} times ${target} must ${times > 1 ? '' : 'not '}be above it, P95 is ${p95}`);
    return {
      title: `${target}: requests that take ${times} times as long ask for ${wanted}`,
      series: requestSeries(environment, pods, [{ name: 'GET /items', rate, length }]),
      expect: [input('lyo:latency_seconds:quantile', 300, rounded(p95)), desired('latency', 300, wanted), ...others],
    };
  });
}

export const unjudgedRoutes = ['/rooms/{id}/events', '/ws/{room}', '/uploads/*'];
/** Server spans of a stream, a WebSocket and an upload, as the FastAPI instrumentation names them. */
const streams = ['GET /rooms/{room_id}/events', 'HTTP /ws/{room}', 'POST /uploads/large'];

/** Eight streams a second of 20 s beside 92 fast requests, on ten pods. */
export const streamCases = (['judged', 'unjudged'] as const).map((kind) => {
  const environment = judgedEnvironment({ target: '2s', unjudgedRoutes: kind === 'judged' ? [] : unjudgedRoutes });
  const requests = [{ name: 'GET /items', rate: 92, length: 0.05 }, ...streams.map((name) => ({ name, rate: 8 / streams.length, length: 20 }))];
  // judged, P95 is 3/8 into the bucket (10, 30]: 17.5 s; of fast requests alone it is at 95 % of the bucket (0.025, 0.05]
  const [p95, latency] = kind === 'judged' ? [17.5, 15] : [0.0488, 0];
  const rules: RuleCase = {
    title: `8 streams a second of 20 s beside 92 requests of 50 ms, ${kind}: latency asks for ${latency}, the rate for 1`,
    series: requestSeries(environment, 10, requests),
    expect: [
      input('lyo:latency_seconds:quantile', 300, p95),
      desired('latency', 300, latency),
      desired('request_rate', 300, 1),
      input('lyo:requests:rate', 300, 100),
    ],
  };
  return { kind, environment, rules };
});
