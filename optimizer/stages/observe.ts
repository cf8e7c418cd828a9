/** The first stage: the present load of every workload, or why it is not known. */
import { meanLoad, measuredAt } from '../expressions';
import { continued, freshBins, historyOf, lastWhole, ofWorkload } from '../history';
import type { LabelledSeries, MetricsAnswer } from '../ports';
import type { WorkloadState } from '../workload-state';
import type { Stage } from './stage';

export const observe: Stage = {
  name: 'observe',
  run: async ({ settings, source, clock, breathe }, states) => {
    const now = clock();
    const { bin, days } = settings.history;
    const until = lastWhole(now, bin);
    const bins = Math.round((days * 86_400) / bin);
    const measured = await source.instant(measuredAt(settings.signals.window), now);
    const recent = await source.range(meanLoad(bin), { from: until - (freshBins - 1) * bin, until, step: bin });
    for (const state of states) {
      state.blind =
        seen(state, measured, ({ samples }) => freshness(samples[0]?.value, now, settings.freshFor)) ??
        seen(state, recent, ({ samples }) => join(state, samples, { bin, until, bins }));
      if (state.history !== undefined || state.blind !== undefined) continue;
      const whole = await source.range(meanLoad(bin, state.settings), { from: until - (bins - 1) * bin, until, step: bin });
      state.blind = seen(state, whole, ({ samples }) => begin(state, samples, { bin, until, bins }));
      await breathe();
    }
  },
};

/** Why an answer does not show a workload, or the result of `use` for its series. */
function seen({ settings }: WorkloadState, answer: MetricsAnswer, use: (series: LabelledSeries) => string | undefined): string | undefined {
  if (answer.kind !== 'series') return `Prometheus ${answer.kind === 'unavailable' ? 'does not answer' : 'gave an answer that is refused'}: ${answer.why}`;
  // half of the stores would give half of the load
  if (answer.warnings.length > 0) return `the answer is partial: ${answer.warnings[0] ?? ''}`;
  const own = ofWorkload(answer.series, settings);
  return own.ok ? use(own.value) : own.reason.why;
}

function freshness(at: number | undefined, now: number, freshFor: number): string | undefined {
  // the clocks of two machines may differ by some seconds
  if (at !== undefined && Math.abs(now - at) <= freshFor) return undefined;
  return `the load must have been measured within ${freshFor} s, was ${at === undefined || Number.isNaN(at) ? 'never' : `${(now - at).toFixed(0)} s ago`}`;
}

interface Grid {
  readonly bin: number;
  readonly until: number;
  readonly bins: number;
}

function join(state: WorkloadState, samples: LabelledSeries['samples'], grid: Grid): string | undefined {
  const recent = historyOf(samples, { ...grid, bins: freshBins });
  if (!recent.ok) return recent.reason.why;
  if (state.history !== undefined) state.history = continued(state.history, recent.value, grid.bins);
  return Number.isNaN(recent.value.values.at(-1) ?? Number.NaN) ? 'the last whole bin has no load' : undefined;
}

function begin(state: WorkloadState, samples: LabelledSeries['samples'], grid: Grid): string | undefined {
  const whole = historyOf(samples, grid);
  if (!whole.ok) return whole.reason.why;
  state.history = whole.value;
  return undefined;
}
