import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { guardedWorkloads } from '../config/guarded-workloads';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { servingSecretOf } from '../config/serving-certificate';
import { AggregatedServer } from '../constructs/aggregated-server';
import { ConfigFiles, configText } from '../constructs/config-files';
import { adapterRules } from '../constructs/scaling/adapter-rules';
import { rightSized } from './autoscaling';
import { componentPeer } from './pod-peers';
import { controlPlane, fromControlPlane } from './control-plane';
import { platformChart, sizingOf, telemetryOf, zonesOf } from './platform-charts';

/**
 * The Prometheus adapter: serves desired replicas as custom metrics. It owns both versions of custom.metrics.k8s.io, because the HPA controller
 * takes whichever version the server prefers, and neither metrics.k8s.io nor external.metrics.k8s.io.
 */
export function prometheusAdapter(scope: Construct, environment: Environment): void {
  const name = components.prometheusAdapter;
  const namespace = namespaces.observability;
  const chart = platformChart(scope, name, { file: 'prometheus-adapter' });
  const config = new ConfigFiles(chart, 'config', {
    name,
    files: { 'config.yaml': configText({ rules: adapterRules(telemetryOf(environment), guardedWorkloads(environment).length > 0 ? 'by version' : 'none') }) },
  });
  new AggregatedServer(chart, 'adapter', {
    name,
    namespace,
    port: ports.adapter,
    group: 'custom.metrics.k8s.io',
    servingSecret: servingSecretOf(name),
    versions: ['v1beta1', 'v1beta2'],
    image: platformImage(environment, 'prometheus-adapter'),
    priorityClass: componentPriority.name,
    zones: zonesOf(environment),
    args: [
      '--config=/etc/adapter/config/config.yaml',
      `--prometheus-url=http://${components.prometheus}.${namespace}.svc:${ports.prometheus}/`,
      '--metrics-relist-interval=15s',
      '--metrics-max-age=1h',
    ],
    sizing: sizingOf(environment, name),
    volumes: [{ volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: '/etc/adapter/config' }],
    from: [...fromControlPlane(environment, ports.adapter), { peer: componentPeer(components.prometheus), ports: [ports.adapter] }],
    to: [controlPlane(environment), { peer: componentPeer(components.prometheus), ports: [ports.prometheus] }],
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}
