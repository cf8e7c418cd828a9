import type { Duration } from '../../../config/duration';
import { formatDuration } from '../../../e2e/waiting/stopwatch';

test.each<[Duration, string]>([
  ['850ms', '850 ms'],
  ['2440ms', '2.4 s'],
  ['59900ms', '59.9 s'],
  ['185s', '3 min 5 s'],
])('%s is shown as %s', (duration, text) => expect(formatDuration(duration)).toBe(text));
