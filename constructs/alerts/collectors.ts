/** Alerts on collectors: spans that are refused, lost or stuck in queues. */
import { grown } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

/** Share of a queue above which it is filling up; below it the length varies in normal operation. */
export const fullQueue = 0.7;

export function collectorAlerts({ telemetry, timing, links, dashboards, namespace }: AlertedPlatform): readonly AlertRule[] {
  const { metrics } = telemetry;
  const about = { severity: 'ticket', namespace, dashboard: dashboards.cluster } as const;
  const lost = (['failedSpans', 'rejectedSpans'] as const).map((metric) => `sum by (instance, exporter) ${grown(metrics[metric].name, timing.recent)}`);
  return [
    alert(links, {
      ...about,
      name: 'CollectorQueueFilling',
      lasting: timing.sustained,
      expr: `max by (instance, exporter) (${metrics.queueSize.name} / ${metrics.queueCapacity.name}) > ${fullQueue}`,
      summary: '{{ $labels.instance }}: its queue to {{ $labels.exporter }} is {{ $value | humanizePercentage }} full',
      description: 'The receiver of its spans is slow or down. A full queue drops spans; metrics made from spans are not affected.',
    }),
    alert(links, {
      ...about,
      name: 'SpansRefused',
      expr: `sum by (instance) ${grown(metrics.refusedSpans.name, timing.recent)} > 0`,
      summary: '{{ $labels.instance }} refused {{ $value | humanize }} spans',
      description: 'It is at its memory limit. Senders retry for a while and then drop spans; until it ends, counts made from spans are too low.',
    }),
    alert(links, {
      ...about,
      name: 'SpansLost',
      expr: lost.map((expression) => `${expression} > 0`).join('\nor\n'),
      summary: '{{ $labels.instance }} lost {{ $value | humanize }} spans on the way to {{ $labels.exporter }}',
      description: 'Sending failed permanently, or the queue was full. Traces are incomplete; at an agent, counts made from spans are too low as well.',
    }),
    alert(links, {
      ...about,
      name: 'TracesUndecided',
      expr: `sum by (instance) (${grown(metrics.undecidedTraces.name, timing.recent)}) > 0`,
      summary: '{{ $labels.instance }} dropped {{ $value | humanize }} traces before it decided on them',
      description:
        'More traces are open than it may hold, so it dropped the oldest: traces with errors and slow traces may be missing in Jaeger. Counts made from spans are right.',
    }),
    alert(links, {
      ...about,
      name: 'EdgesDropped',
      lasting: timing.sustained,
      expr: `sum by (instance) (${grown(metrics.droppedEdges.name, timing.recent)}) > 0`,
      summary: '{{ $labels.instance }} dropped {{ $value | humanize }} spans from the service graph',
      description: 'More pairs of spans wait for each other than it may hold, so edges are counted too low.',
    }),
  ];
}
