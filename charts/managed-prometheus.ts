import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { componentPriority, components, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { rightSized } from './autoscaling';
import { asItself } from './google-apis';
import { platformChart, sizingOf } from './platform-charts';
import { componentPeer } from './pod-peers';

/** Google's query frontend: forwards Grafana's queries to Google Managed Prometheus, signed in with its own service account. */
export function managedPrometheus(scope: Construct, environment: Environment): void {
  if (environment.cluster.managedPrometheus.kind === 'off') return;
  const name = components.managedPrometheus;
  const chart = platformChart(scope, name, { file: 'managed-prometheus' });
  new PlatformDeployment(chart, 'frontend', {
    name,
    image: platformImage(environment, 'managed-prometheus-frontend'),
    priorityClass: componentPriority.name,
    args: [`--web.listen-address=:${ports.prometheus}`, `--query.project-id=${environment.google.project}`],
    replicas: 1,
    sizing: sizingOf(environment, name),
    ports: { http: ports.prometheus },
    probes: { live: livenessProbe('/-/healthy', 'http'), ready: httpProbe('/-/ready', 'http') },
    usesApiServer: false,
    from: [{ peer: componentPeer(components.grafana), ports: [ports.prometheus] }],
    to: asItself,
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}
