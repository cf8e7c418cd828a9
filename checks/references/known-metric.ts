import { metrics } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { metricsIn } from '../objects/promql';
import { promqlQueries, type PromqlQuery } from '../objects/query';
import { seriesNamed } from '../objects/recording-rules';
import { scrapedApplicationMetrics } from '../objects/scrape-job';
import { check, type Finding } from '../check';

const contract: ReadonlySet<string> = new Set(Object.values(metrics).map(({ name }) => name));

export const knownMetric = check({
  id: 'references/known-metric',
  title:
    'every metric in a rule, an alert, a panel or a dashboard’s variable is one of the telemetry contract, is recorded, or is an application metric that is scraped',
  why: 'A query for a metric that nobody produces has no result and no error: the alert never fires and the panel stays empty.',
  find: (manifests) => {
    const scraped = scrapedApplicationMetrics(manifests);
    return promqlQueries(manifests).flatMap((query) => unknownIn(manifests, query, scraped));
  },
});

function unknownIn(manifests: Manifests, { object, asker, expression }: PromqlQuery, scraped: ReadonlySet<string>): readonly Finding[] {
  return metricsIn(expression)
    .filter((name) => !contract.has(name) && !scraped.has(name) && seriesNamed(manifests, name).length === 0)
    .map((name) => ({
      subject: object,
      problem: `${asker} asks for ${name}, which nothing produces`,
      fix: 'use a name of config/telemetry.ts, or add the metric there or to telemetry.applicationMetrics',
    }));
}
