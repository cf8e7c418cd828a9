/** The adapter answers clients with the right, with its own certificate; right and certificate are those of the generated objects. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { components, namespaces } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { appliedCluster } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startGeneratedAdapter } from '../platform/metrics-chain';
import { startPlacedPrometheus } from '../platform/placed-prometheus';
import { prometheusTargets } from '../prometheus/prometheus-targets';
import { queryPrometheus } from '../prometheus/prometheus-query';
import type { Scenario } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const accounts = [components.prometheus, components.grafana] as const;

export const scenario: Scenario = {
  name: 'scraped-adapter',
  title: 'the real adapter is scraped with Prometheus’ own token and the authority of its certificate, and answers nobody else',
  tags: ['full'],
  needs: [...CLUSTER_PROGRAMS, 'prometheus', 'prometheus-adapter'],
  async run(context) {
    const environment = shipped('dev');
    const manifests = Manifests.of(environment);
    const cluster = await appliedCluster(context, 'dev');
    const adapter = await startGeneratedAdapter({ environment, cluster, manifests, prometheus: { url: 'http://127.0.0.1:9' } });
    for (const account of accounts) {
      const credentialsFile = join(cluster.processes.scratchFolder(`token-of-${account}`), 'token');
      await writeFile(credentialsFile, (await cluster.kubectl(['create', 'token', account, '--namespace', namespaces.observability])).trim(), { mode: 0o600 });
      const prometheus = await startPlacedPrometheus({
        processes: cluster.processes,
        manifests,
        caFile: cluster.caFile,
        credentialsFile,
        targets: { [jobs.metricsAdapter]: [{ address: new URL(adapter.url).host, labels: { instance: `${components.prometheusAdapter}-0` } }] },
      });
      const expected = account === components.prometheus ? 'up' : 'down';
      const target = await eventually(
        `with the token of ${account} the adapter is ${expected}`,
        async () => (await prometheusTargets(prometheus.url)).active.find(({ job }) => job === jobs.metricsAdapter),
        { until: (found) => found?.health === expected },
      );
      const names = await queryPrometheus(prometheus.url, `count by (__name__) ({job="${jobs.metricsAdapter}"})`);
      context.report(`token of ${account}: ${String(target?.health)} ${target?.lastError ?? ''} ${names.map(({ labels }) => labels['__name__']).join()}`);
    }
  },
};
