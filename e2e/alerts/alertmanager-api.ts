/** The part of Alertmanager's HTTP API that scenarios use. */
import { z } from 'zod';

const alerts = z.array(
  z.looseObject({
    fingerprint: z.string(),
    labels: z.record(z.string(), z.string()),
    status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
  }),
);

export interface KnownAlert {
  readonly fingerprint: string;
  /** `active`, `suppressed` or `unprocessed`. */
  readonly state: string;
  /** Fingerprints of the alerts that inhibit it. */
  readonly inhibitedBy: readonly string[];
}

/** The alerts of a name that are not resolved. */
export async function knownAlerts(url: string, name: string): Promise<readonly KnownAlert[]> {
  const response = await fetch(`${url}/api/v2/alerts?${new URLSearchParams({ filter: `alertname="${name}"` }).toString()}`);
  return alerts.parse(await response.json()).map(({ fingerprint, status: { state, inhibitedBy } }) => ({ fingerprint, state, inhibitedBy }));
}
