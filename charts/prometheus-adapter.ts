import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import versions from '../config/versions.json';
import { AggregatedServerRights } from '../constructs/access-rights';
import { ConfigFiles } from '../constructs/config-files';
import { selectorLabels } from '../constructs/labels';
import { MetricsApi } from '../constructs/metrics-api';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { adapterRules } from '../constructs/scaling/adapter-rules';
import { rightSized } from './autoscaling';
import { controlPlane, fromControlPlane } from './control-plane';
import { platformChart, sizingOf, telemetryOf } from './platform-charts';

/**
 * The Prometheus adapter: serves desired replicas as custom metrics. It owns both versions of custom.metrics.k8s.io, because the HPA controller
 * takes whichever version the server prefers, and neither metrics.k8s.io nor external.metrics.k8s.io.
 */
export function prometheusAdapter(scope: Construct, environment: Environment): void {
  const name = components.prometheusAdapter;
  const namespace = namespaces.observability;
  const chart = platformChart(scope, name, { file: 'prometheus-adapter' });
  const config = new ConfigFiles(chart, 'config', { name, files: { 'config.yaml': stringify({ rules: adapterRules(telemetryOf(environment)) }) } });
  new PlatformDeployment(chart, 'server', {
    name,
    image: versions.images['prometheus-adapter'],
    args: [
      '--config=/etc/adapter/config/config.yaml',
      `--prometheus-url=http://${components.prometheus}.${namespace}.svc:${ports.prometheus}/`,
      '--metrics-relist-interval=15s',
      '--metrics-max-age=1h',
      `--secure-port=${ports.adapter}`,
      '--tls-cert-file=/etc/adapter/serving/tls.crt',
      '--tls-private-key-file=/etc/adapter/serving/tls.key',
    ],
    replicas: 2,
    sizing: sizingOf(environment, name),
    ports: { https: ports.adapter },
    probes: aggregatedServerProbes,
    volumes: [
      { volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: '/etc/adapter/config' },
      { volume: { name: 'serving', secret: { secretName: `${name}-serving` } }, mountPath: '/etc/adapter/serving' },
    ],
    from: fromControlPlane(environment, ports.adapter),
    to: [controlPlane(environment), { peer: { kind: 'pods', namespace, labels: selectorLabels(components.prometheus) }, ports: [ports.prometheus] }],
  });
  new AggregatedServerRights(chart, 'aggregated-server-rights', { name, namespace });
  for (const version of ['v1beta1', 'v1beta2']) {
    new MetricsApi(chart, version, { group: 'custom.metrics.k8s.io', version, service: { namespace, name, port: ports.adapter } });
  }
  rightSized(chart, environment, { name, target: 'Deployment' });
}

const probe = (path: string): k8s.Probe => ({
  httpGet: { path, port: k8s.IntOrString.fromString('https'), scheme: 'HTTPS' },
  periodSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold: 5,
});

/** Health of a server built on Kubernetes' generic API server. */
export const aggregatedServerProbes = { live: probe('/livez'), ready: probe('/readyz') };
