/** Where the time of requests goes, as data and as cells of the page. */
import { milliseconds } from '../bottleneck/relief';
import type { RequestTime } from '../bottleneck/request-time';
import { partText } from '../policies/bottleneck-mitigation';
import type { WorkloadState } from '../workload-state';

/** What the policy says of it is among the decisions. */
export function bottleneckOf({ settings: { namespace, deployment }, requestTime, outcomes }: WorkloadState): readonly object[] {
  if (requestTime === undefined) return [];
  const { at, seconds, parts, cores } = requestTime;
  const said = outcomes.find(({ policy }) => policy === 'bottleneck-mitigation');
  return [
    {
      namespace,
      deployment,
      at,
      seconds,
      parts: parts.map(({ callee, seconds: time, calls, deviations }) => ({
        part: callee?.name ?? deployment,
        kind: callee?.kind ?? 'itself',
        seconds: time,
        calls,
        deviations: Math.min(deviations, 1e6),
      })),
      ...(cores === undefined ? {} : { cores: { now: cores.now, usual: cores.usual } }),
      ...(said === undefined ? {} : { says: said.kind === 'decision' ? said.reasons.join('; ') : said.why }),
    },
  ];
}

/** Text, of each part: what, milliseconds now and usually, share, calls of a request, deviations. */
export function requestTimeCells(requestTime: RequestTime | undefined): readonly (readonly string[])[] {
  if (requestTime === undefined) return [];
  const { parts, seconds } = requestTime;
  const whole = Math.max(
    parts.reduce((sum, part) => sum + part.seconds.now, 0),
    seconds.now,
  );
  return [
    ...parts.map((part) => [
      `${partText(part)}${part.callee === undefined ? '' : ` (${part.callee.kind})`}`,
      milliseconds(part.seconds.now),
      milliseconds(part.seconds.usual),
      whole > 0 ? `${((100 * part.seconds.now) / whole).toFixed(0)} %` : '',
      part.callee === undefined ? '' : part.calls.now.toFixed(2),
      part.callee === undefined ? '' : part.calls.usual.toFixed(2),
    ]),
    ['all of it', milliseconds(seconds.now), milliseconds(seconds.usual), '', '', ''],
  ];
}
