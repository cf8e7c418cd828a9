import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    activeTargets: z.array(
      z.object({ scrapePool: z.string(), scrapeUrl: z.string(), labels, health: z.enum(['up', 'down', 'unknown']), lastError: z.string() }),
    ),
    droppedTargets: z.array(z.object({ discoveredLabels: labels })),
  }),
});

/** A target that relabelling kept: it is scraped, whether or not it answers. */
export interface ActiveTarget {
  readonly job: string;
  readonly scrapeUrl: string;
  /** Labels that every series of the target gets. */
  readonly labels: Readonly<Record<string, string>>;
  /** Unknown before its first scrape. */
  readonly health: 'up' | 'down' | 'unknown';
  /** Why its last scrape failed; empty when it did not. */
  readonly lastError: string;
}

export interface Targets {
  readonly active: readonly ActiveTarget[];
  /** What service discovery said of those that relabelling dropped. */
  readonly dropped: readonly Readonly<Record<string, string>>[];
}

/** Asks a Prometheus what it has discovered. */
export async function prometheusTargets(url: string): Promise<Targets> {
  const response = await fetch(`${url}/api/v1/targets?state=any`);
  const { data } = answer.parse(await response.json());
  return {
    active: data.activeTargets.map(({ scrapePool, ...target }) => ({ job: scrapePool, ...target })),
    dropped: data.droppedTargets.map(({ discoveredLabels }) => discoveredLabels),
  };
}
