/** Alerts on volumes that are filling up. */
import { seconds } from '../../config/quantities';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

/** Free share of a volume below which its slope is judged. */
const little = 0.15;
/** Free share below which the alert fires whatever the slope is. */
const almostNothing = 0.03;

export function volumeAlerts({ telemetry, timing, links, dashboards, namespace }: AlertedPlatform): readonly AlertRule[] {
  const { volumeAvailable, volumeCapacity } = telemetry.metrics;
  const { slope, ahead } = timing.volume;
  const left = `${volumeAvailable.name} / ${volumeCapacity.name}`;
  const about = { namespace, dashboard: dashboards.cluster } as const;
  return [
    alert(links, {
      ...about,
      name: 'VolumeFilling',
      severity: 'ticket',
      lasting: timing.patience,
      // Prometheus fills its volume up to its retention and then stops, so only a volume that continues to fill is a fault
      expr: `${left} < ${little}\nand predict_linear(${volumeAvailable.name}[${slope}], ${seconds(ahead)}) < 0`,
      summary: 'The volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left and is full within days',
      description: `At the rate of the last ${slope} it will be full within ${ahead}.`,
    }),
    alert(links, {
      ...about,
      name: 'VolumeAlmostFull',
      severity: 'page',
      lasting: timing.sustained,
      expr: `${left} < ${almostNothing}`,
      summary: 'The volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description: 'The program that writes to it will stop or crash soon.',
    }),
  ];
}
