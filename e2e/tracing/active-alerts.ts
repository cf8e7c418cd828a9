/** Alerts of a Prometheus that are pending or firing. */
import { z } from 'zod';

const active = z.object({
  state: z.enum(['pending', 'firing']),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
});
const answer = z.object({
  status: z.literal('success'),
  data: z.object({ alerts: z.array(active) }),
});

export type AlertLabels = Readonly<Record<string, string>>;

export type ActiveAlert = z.infer<typeof active>;

/** Pending and firing ones. */
export async function activeAlerts(prometheus: string): Promise<readonly ActiveAlert[]> {
  const response = await fetch(`${prometheus}/api/v1/alerts`);
  return answer.parse(await response.json()).data.alerts;
}

/** Labels of each that fires, `alertname` among them. */
export async function firingAlerts(prometheus: string): Promise<readonly AlertLabels[]> {
  return (await activeAlerts(prometheus)).filter(({ state }) => state === 'firing').map(({ labels }) => labels);
}
