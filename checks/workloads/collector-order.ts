import { valueAt } from '../../config/record';
import { metrics } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { collectorFiles, connectorsOf, feeding, passed, typeOf, type CollectorFile, type CollectorPipeline } from '../objects/collector-config';
import { textAt, textsAt } from '../plan-value';
import { check, type Finding } from '../check';

export const collectorOrder = check({
  id: 'workloads/collector-order',
  title: 'collectors refuse spans before they work on them, and count every span before they sample',
  why: 'Without a limiter in front a burst kills the collector with all that it holds; counts of sampled spans are estimates, and the autoscaler would act on a tenth of the load.',
  find: (manifests: Manifests) =>
    collectorFiles(manifests).flatMap((collector) => [
      ...collector.pipelines.flatMap((pipeline) => unlimited(collector, pipeline)),
      ...sampledTooEarly(collector),
      ...(samples(collector) ? [...uncounted(collector), ...connectorsOf(collector, 'service_graph').flatMap((name) => blindGraph(collector, name))] : []),
    ]),
});

const samplers = ['tail_sampling', 'probabilistic_sampler'];
/** Attributes for a database system. Redis has a system but no database name. The second is from the newer semantic conventions. */
const systems = ['db.system', 'db.system.name'];

function unlimited({ object, receivers }: CollectorFile, { name, receivers: sources, processors }: CollectorPipeline): readonly Finding[] {
  if (!sources.some((source) => source in receivers && typeOf(source) !== 'nop') || typeOf(processors[0] ?? '') === 'memory_limiter') return [];
  return [
    {
      subject: object,
      problem: `pipeline ${name} receives, and its first processor is ${processors[0] ?? 'none'}`,
      fix: 'put memory_limiter first (constructs/collector/agent-config.ts, gateway-config.ts)',
    },
  ];
}

/** Findings for metrics of all spans that are made after sampling. They are recognized by having no exemplars: metrics of sampled spans have some. */
function sampledTooEarly(collector: CollectorFile): readonly Finding[] {
  const makers = [...connectorsOf(collector, 'span_metrics'), ...connectorsOf(collector, 'service_graph')];
  return makers.flatMap((maker) =>
    feeding(collector, maker).flatMap((pipeline) => {
      const sampled = passed(collector, pipeline).some((name) => samplers.includes(typeOf(name)));
      const exemplars = valueAt(collector.connectors[maker], 'exemplars.enabled') === true;
      if (sampled === exemplars) return [];
      const problem = sampled
        ? `${maker} counts what pipeline ${pipeline.name} has left of all spans`
        : `${maker} has exemplars of traces that pipeline ${pipeline.name} may still drop`;
      return [{ subject: collector.object, problem, fix: 'feed it from a pipeline before the sampler, and with exemplars from one behind it' }];
    }),
  );
}

function samples({ pipelines }: CollectorFile): boolean {
  return pipelines.some(({ processors }) => processors.some((name) => samplers.includes(typeOf(name))));
}

/** Findings for sampling without a metric of all spans under the names that rules read. */
function uncounted(collector: CollectorFile): readonly Finding[] {
  const counts = connectorsOf(collector, 'span_metrics').filter((name) => {
    const settings = collector.connectors[name];
    const prefix = (textAt(settings, 'namespace') ?? '').replaceAll('.', '_');
    return metrics.calls.name === `${prefix}_calls_total` && textAt(settings, 'histogram.unit') === 's' && feeding(collector, name).length > 0;
  });
  const graphs = connectorsOf(collector, 'service_graph').filter((name) => feeding(collector, name).length > 0);
  return [
    ...missing(collector, counts, `no pipeline feeds a span_metrics connector that makes ${metrics.calls.name} and ${metrics.durationBucket.name}`),
    ...missing(collector, graphs, `no pipeline feeds a service_graph connector, and ${metrics.edgeRequests.name} is never made`),
  ];
}

function missing({ object }: CollectorFile, found: readonly string[], problem: string): readonly Finding[] {
  return found.length > 0
    ? []
    : [{ subject: object, problem, fix: 'keep what charts/collector-config.ts generates: names and unit follow from the telemetry contract' }];
}

function blindGraph({ object, connectors }: CollectorFile, name: string): readonly Finding[] {
  const attributes = textsAt(connectors[name], 'database_name_attributes');
  return systems
    .filter((system) => !attributes.includes(system))
    .map((system) => ({
      subject: object,
      problem: `${name} names databases by ${attributes.join(', ') || 'its defaults'}, so a call that carries ${system} alone makes no edge`,
      fix: 'add it to database_name_attributes (constructs/collector/span-metrics.ts)',
    }));
}
