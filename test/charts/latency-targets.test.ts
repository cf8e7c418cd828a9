import { synthesize } from '../../charts/synthesis';
import { seconds } from '../../config/quantities';
import { boundPattern } from '../../constructs/slo/objective';
import { readableDuration } from '../../constructs/readable-duration';
import { environmentWith } from '../environment-with';

/** Common targets and odd ones, each shorter than the time that the grace period leaves a request. */
const targets = ['50ms', '75ms', '300ms', '1500ms', '2750ms', '20s', '45s'] as const;

describe.each(targets)('at a target of %s', (target) => {
  const files = new Map(
    synthesize(
      environmentWith({
        'workloads[0].scaling.signals.latency.target': target,
        'alerting.objectives.latency.target': target,
        'workloads[0].shutdown': { drain: '40s', grace: '100s' },
      }),
    ).map(({ name, yaml }) => [name, yaml]),
  );
  const all = [...files.values()].join('\n');

  test('panels, objective and alerts use this target and no other', () => {
    expect(all).toContain(`Share of requests within ${readableDuration(target)}`);
    const shown = [...all.matchAll(/(?:requests within|requests slower than) ([\d.]+ (?:ms|s|min))/g)].map(([, text]) => text);
    expect(new Set(shown)).toEqual(new Set([readableDuration(target)]));
    expect(all).toContain(`minDuration=${target}`);
  });

  test('the histogram has a bucket at exactly this target', () => {
    // as in the rule file, or escaped within double quotes of YAML
    const text = `le=~${JSON.stringify(boundPattern(seconds(target)))}`;
    expect([text, JSON.stringify(text).slice(1, -1)].some((spelled) => all.includes(spelled))).toBe(true);
  });

  test('the latency signal compares with it, and the load balancer allows requests more time', () => {
    expect(all).toMatch(new RegExp(`lyo:latency_seconds:quantile\\{[^}]*\\} > ${String(seconds(target)).replace('.', '[.]')}\\)`));
    const [, timeout] = /kind: GCPBackendPolicy[\s\S]*?timeoutSec: (\d+)/.exec(all) ?? [];
    expect(Number(timeout)).toBeGreaterThan(seconds(target));
  });
});
