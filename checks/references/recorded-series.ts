import type { Manifests } from '../manifest';
import { selectorsIn } from '../objects/promql';
import { recordedSeries, seriesLabelled, seriesNamed, type RecordedSeries } from '../objects/recording-rules';
import { passes, type LabelMatcher } from '../objects/series-selector';
import { check, type Finding } from '../check';

export const recordedSeriesExist = check({
  id: 'references/recorded-series',
  title: 'every recorded series that a rule reads is recorded, with the labels that it selects',
  why: 'An expression over a series that is not there is empty, without an error: a signal disappears, or its guard never opens.',
  find: (manifests) => unique(recordedSeries(manifests).flatMap((series) => missingIn(manifests, series))),
});

function missingIn(manifests: Manifests, { object, name, expression }: RecordedSeries): readonly Finding[] {
  return selectorsIn(expression).flatMap(({ text, name: wanted, matchers }) => {
    // a recorded series has a colon in its name
    if (wanted?.includes(':') !== true || isRecorded(manifests, wanted, matchers)) return [];
    const named = seriesNamed(manifests, wanted);
    return [
      {
        subject: object,
        problem: `the rule for ${name} reads ${text}, and ${named.length === 0 ? 'no rule records that series' : `recorded are ${named.map((series) => `${series.name}${JSON.stringify(series.labels)}`).join(', ')}`}`,
        fix: 'record it with these labels, or read a series of the telemetry contract (config/telemetry.ts recorded)',
      },
    ];
  });
}

function isRecorded(manifests: Manifests, name: string, matchers: readonly LabelMatcher[]): boolean {
  const passing = (candidates: readonly RecordedSeries[]): boolean => candidates.some((series) => matchers.every((matcher) => allows(series, matcher)));
  // most selectors name a workload, so series with its labels are searched first, which is faster
  const equal = matchers.filter(({ operator }) => operator === '=').at(-1);
  return (equal !== undefined && passing(seriesLabelled(manifests, name, equal.label, equal.value))) || passing(seriesNamed(manifests, name));
}

function allows({ labels, openLabels }: RecordedSeries, matcher: LabelMatcher): boolean {
  const stated = labels[matcher.label];
  return stated === undefined ? openLabels.includes(matcher.label) || passes(matcher, '') : passes(matcher, stated);
}

/** Findings without repetition: a rule often reads the same series several times. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.problem, finding])).values()];
}
