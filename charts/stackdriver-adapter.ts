import type { Construct } from 'constructs';
import { hasExternalSignal } from '../config/components';
import type { Environment } from '../config/environment';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { servingSecretOf } from '../config/serving-certificate';
import { AggregatedServer } from '../constructs/aggregated-server';
import { rightSized } from './autoscaling';
import { controlPlane, fromControlPlane } from './control-plane';
import { asItself } from './google-apis';
import { platformChart, sizingOf, zonesOf } from './platform-charts';

/**
 * The Stackdriver adapter, for metrics of Google Cloud such as a Pub/Sub backlog. It exists when a policy has an `external` signal, and it
 * serves external metrics only: by default it would also register custom.metrics.k8s.io, which the Prometheus adapter owns.
 */
export function stackdriverAdapter(scope: Construct, environment: Environment): void {
  if (!hasExternalSignal(environment)) return;
  const name = components.stackdriverAdapter;
  const namespace = namespaces.observability;
  const chart = platformChart(scope, name, { file: 'stackdriver-adapter' });
  new AggregatedServer(chart, 'adapter', {
    name,
    namespace,
    port: ports.adapter,
    group: 'external.metrics.k8s.io',
    servingSecret: servingSecretOf(name),
    versions: ['v1beta1'],
    image: platformImage(environment, 'stackdriver-adapter'),
    priorityClass: componentPriority.name,
    zones: zonesOf(environment),
    args: ['--use-new-resource-model=true', '--enable-custom-metrics-api=false'],
    sizing: sizingOf(environment, name),
    from: fromControlPlane(environment, ports.adapter),
    to: [controlPlane(environment), ...asItself],
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}
