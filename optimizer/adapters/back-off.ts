/** Waits after a failure before the source is asked again: each query to a Prometheus that is down would cost a whole timeout, and one that comes back is not flooded. */
import type { Clock, MetricsAnswer, MetricsSource } from '../ports';

/** Seconds after the first failure; doubled after each further one. */
const first = 1;
const longest = 30;

export function backingOff(source: MetricsSource, clock: Clock): MetricsSource {
  let failures = 0;
  let until = 0;
  const guarded = async (ask: () => Promise<MetricsAnswer>): Promise<MetricsAnswer> => {
    const wait = until - clock();
    // a clock that was set back must not make the wait longer than its maximum
    if (wait > 0 && wait <= longest) return { kind: 'unavailable', why: `asked again in ${wait.toFixed(1)} s, after ${failures} failures` };
    const answer = await ask();
    failures = answer.kind === 'unavailable' ? failures + 1 : 0;
    until = failures === 0 ? 0 : clock() + Math.min(first * 2 ** (failures - 1), longest);
    return answer;
  };
  return {
    range: (expression, range) => guarded(() => source.range(expression, range)),
    instant: (expression, at) => guarded(() => source.instant(expression, at)),
  };
}
