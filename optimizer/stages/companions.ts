/** What else is measured of a workload over the bins of its load's history, so that they can be judged together. */
import { companionSeries } from '../expressions';
import { continued, freshBins, historyOf } from '../history';
import type { MetricsSource } from '../ports';
import type { RegularSeries } from '../timeseries/series';
import type { WorkloadState } from '../workload-state';
import type { World } from './stage';

interface Grid {
  readonly bin: number;
  /** End of the last bin. */
  readonly until: number;
}

/** Of the same bins as the load. One that is not there, or is there twice, is left out: the others are judged without it. */
export async function companionsOf(state: WorkloadState, { source, settings }: World): Promise<WorkloadState['companions']> {
  const { history, companions } = state;
  if (history === undefined || !isJudged(state)) return undefined;
  const { bin, days } = settings.history;
  const grid = { bin, until: history.start + history.values.length * bin };
  if (companions?.until === grid.until) return companions;
  const bins = Math.round((days * 86_400) / bin);
  const found = new Map<string, RegularSeries>();
  for (const [name, expression] of Object.entries(companionSeries(bin, state.settings))) {
    const ask = (count: number): Promise<RegularSeries | undefined> => asked(source, expression, { ...grid, bins: count });
    const series = (await further(companions?.series.get(name), ask, bins)) ?? (await ask(bins));
    if (series !== undefined) found.set(name, series);
  }
  return { until: grid.until, series: found };
}

const isJudged = ({ settings: { anomalies } }: WorkloadState): boolean => anomalies !== undefined && anomalies.mode !== 'off';

/** What was known, with its newest bins; undefined where all has to be asked for. */
async function further(
  before: RegularSeries | undefined,
  ask: (bins: number) => Promise<RegularSeries | undefined>,
  bins: number,
): Promise<RegularSeries | undefined> {
  const recent = before === undefined ? undefined : await ask(freshBins);
  return before === undefined || recent === undefined ? undefined : continued(before, recent, bins);
}

async function asked(source: MetricsSource, expression: string, { bin, until, bins }: Grid & { readonly bins: number }): Promise<RegularSeries | undefined> {
  const answer = await source.range(expression, { from: until - (bins - 1) * bin, until, step: bin });
  if (answer.kind !== 'series' || answer.warnings.length > 0 || answer.series.length !== 1) return undefined;
  const series = historyOf(answer.series[0]?.samples ?? [], { bin, until, bins });
  return series.ok ? series.value : undefined;
}
