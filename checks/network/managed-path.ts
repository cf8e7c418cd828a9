import { googleCollectors } from '../../config/names';
import { monitoredBy, podMonitorings } from '../objects/pod-monitoring';
import { declaredPort } from '../objects/service';
import { check } from '../check';
import { blockedEnd } from './blocked';

/** Google's collectors as a peer; their namespace has no policies of ours. */
const collectors = { namespace: googleCollectors.namespace, labels: { 'app.kubernetes.io/name': googleCollectors.name } };

export const managedPath = check({
  id: 'network/managed-path',
  title: "network policies let Google's collectors reach every target",
  why: 'A denied scrape looks like a dead target: the copy lacks its metrics while Prometheus has them.',
  find: (manifests) =>
    podMonitorings.of(manifests).flatMap((monitoring) =>
      monitoring.value.spec.endpoints.flatMap((endpoint) =>
        monitoredBy(manifests, monitoring).flatMap((workload) => {
          const port = declaredPort(workload, endpoint.port);
          if (port === undefined) return [];
          return blockedEnd(manifests, {
            purpose: `${monitoring.object.kind} ${monitoring.object.name}`,
            workload,
            direction: 'Ingress',
            peer: collectors,
            port,
          });
        }),
      ),
    ),
});
