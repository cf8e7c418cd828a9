/** Missing calls must be detected, and existing calls must not be taken for missing. */
import { scaledWorkload } from '../../../charts/platform-charts';
import { recorded } from '../../../config/telemetry';
import { callsMissing } from '../../../constructs/scaling/agreement';
import { environmentWith, firstWorkload } from '../../environment-with';
import { valueOf } from '../promql-value';

const environment = environmentWith({ 'sizing.backend.cpu': { request: '400m', limit: '800m', min: '100m', max: '1000m' } });
const expression = callsMissing(scaledWorkload(environment, firstWorkload(environment)));

/** Cores of all pods past their start, calls per second, ready pods. The evaluator knows one moment, so the usual values equal the current ones. */
function missing(cpu: number, rate: number | undefined, ready: number): boolean {
  const values: Readonly<Record<string, number | undefined>> = { [recorded.settledCpu]: cpu, [recorded.requestRate]: rate, [recorded.ready]: ready };
  return valueOf(expression, (selector) => values[selector.replace(/\{.*$/s, '')]) !== undefined;
}

// a quarter of 400 m for each of two pods is 0.2 cores
test.each<[string, readonly [cpu: number, rate: number | undefined, ready: number], boolean]>([
  ['pods work and no call is counted', [0.2, 0, 2], true],
  ['pods work and calls have no series', [0.2, undefined, 2], true],
  ['pods idle and no call is counted', [0.19, 0, 2], false],
  ['pods work for calls', [0.2, 10, 2], false],
])('%s: missing %s', (_, values, expected) => expect(missing(...values)).toBe(expected));
