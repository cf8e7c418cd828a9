import type { BurnWindow } from '../../config/alert-timing';
import type { Duration } from '../../config/quantities';
import { alert } from '../alerts/alert';
import type { AlertedWorkload } from '../alerts/alerted';
import type { TraceSearch } from '../alerts/links';
import { plain } from '../promql';
import type { AlertRule } from '../rule-group';
import { recordedSeries } from '../scaling/series';
import { burnRate } from './burn-rate';
import { objectivesOf, type Objective } from './objective';

/** Texts for each objective in alerts. */
const words = {
  availability: { alert: 'AvailabilityBurn', broken: 'requests fail' },
  latency: { alert: 'LatencyBurn', broken: 'requests are slower than promised' },
} as const;

const speeds = { page: 'Fast', ticket: 'Slow' } as const;

/** Two alerts for each objective: one pages while the error budget burns fast, one opens a ticket while it burns slowly. */
export function burnAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  return objectivesOf(workload).flatMap((objective) => (['page', 'ticket'] as const).map((severity) => burnAlert(workload, objective, severity)));
}

function burnAlert(workload: AlertedWorkload, objective: Objective, severity: BurnWindow['severity']): AlertRule {
  const { namespace, name, timing, links, dashboards, objectives } = workload;
  const { alert: title, broken } = words[objective.name];
  const pairs = timing.burns.filter((burn) => burn.severity === severity);
  const traces: TraceSearch = objective.name === 'availability' ? { service: name, failed: true } : { service: name, minDuration: objectives.latency.target };
  return alert(links, {
    name: `${title}${speeds[severity]}`,
    severity,
    expr: pairs.map((burn) => pairExpression(workload, objective, burn)).join('\nor\n'),
    namespace,
    workload: name,
    labels: { slo: objective.name, source: 'spans' },
    summary: `${name}: {{ $value | humanizePercentage }} of ${broken}, ${severity === 'page' ? 'and the error budget goes fast' : 'and the error budget goes slowly'}`,
    description: `More than ${plain(objective.budget * 100)} % may not be. ${pairs.map((burn) => burnText(burn, objectives.period)).join('; or ')}.`,
    dashboard: dashboards.service,
    traces,
  });
}

/** The long window shows that it matters, the short one that it still continues. */
function pairExpression(workload: AlertedWorkload, { name: slo, budget }: Objective, burn: BurnWindow): string {
  const threshold = plain(burnRate(burn, workload.objectives.period) * budget);
  const over = (window: Duration) => {
    const errors = recordedSeries(workload, 'objectiveErrors', [
      ['slo', '=', slo],
      ['window', '=', window],
    ]);
    return `max without (window) (${errors}) > ${threshold}`;
  };
  return `(${over(burn.short)} and ${over(burn.long)})`;
}

function burnText(burn: BurnWindow, period: Duration): string {
  return `${plain(burn.budget * 100)} % of the budget is gone within ${burn.long} (${plain(burnRate(burn, period))} times as fast as it may)`;
}
