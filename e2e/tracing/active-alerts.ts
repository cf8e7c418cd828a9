/** Alerts that Prometheus has firing. */
import { z } from 'zod';

const answer = z.object({
  status: z.literal('success'),
  data: z.object({ alerts: z.array(z.object({ state: z.enum(['pending', 'firing']), labels: z.record(z.string(), z.string()) })) }),
});

export type AlertLabels = Readonly<Record<string, string>>;

/** Labels of each, `alertname` among them. */
export async function firingAlerts(prometheus: string): Promise<readonly AlertLabels[]> {
  const response = await fetch(`${prometheus}/api/v1/alerts`);
  return answer
    .parse(await response.json())
    .data.alerts.filter(({ state }) => state === 'firing')
    .map(({ labels }) => labels);
}
