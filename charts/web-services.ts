import type { Construct } from 'constructs';
import type { Environment, Exposure } from '../config/environment';
import { outlastingLoadBalancer } from '../config/keep-alive';
import { callablePorts, mainPort } from '../config/further-ports';
import { healthRoutesOf } from '../config/health-routes';
import { guardAnnotation } from '../config/guarded-workloads';
import { imageTag } from '../config/image-tag';
import { tunables, tunablesOf } from '../config/names';
import { lifecycleOf } from '../config/lifecycle';
import { standardRollout } from '../config/rollout';
import { seconds } from '../config/quantities';
import { webWorkloads, type WebWorkload } from '../config/workload';
import type { Connection, Peer } from '../constructs/network-access';
import type { WebDeploymentProps } from '../constructs/web-deployment';
import { WebService } from '../constructs/web-service';
import { measuredWorkloads } from './scrape-jobs';
import { callersOf, connectionsOf } from './connections';
import { googleFrontends } from './console-access';
import { platformChart } from './platform-charts';
import { scrapersOf } from './scrapers';
import { workloadPods } from './workload-pods';

/** One chart per web service, with its name. */
export function webServices(scope: Construct, environment: Environment): void {
  for (const workload of webWorkloads(environment)) {
    const chart = platformChart(scope, workload.name, { file: 'web-services', namespace: workload.namespace });
    new WebService(chart, 'web-service', {
      ...workloadPods(environment, workload),
      port: workload.port,
      ports: workload.ports ?? {},
      callable: callablePorts(workload),
      shutdown: workload.shutdown,
      env: { ...outlastingLoadBalancer(workload.env), [tunables.variable]: `${tunables.folder}/${tunables.file}` },
      tunables: { configMap: tunablesOf(workload.name), folder: tunables.folder },
      rollout: workload.rollout ?? standardRollout,
      ...guardOf(environment, workload),
      liveRoute: healthRoutesOf(workload).live,
      readyRoute: healthRoutesOf(workload).probe,
      lifecycle: lifecycleOf(workload),
      from: [
        ...(workload.path === undefined ? [] : [toMain(edge(environment.exposure))]),
        toMain({ kind: 'namespace', namespace: workload.namespace }),
        ...callersOf(environment, workload),
        ...(measuredWorkloads(environment).includes(workload) ? scrapersOf(environment, workload) : []),
      ],
      ...connectionsOf(environment, workload),
    });
  }
}

/** Guard of a rollout as an annotation, because apply reads only manifests. Limits are shares of requests. */
function guardOf({ alerting: { objectives } }: Environment, { rollout, image }: WebWorkload): Pick<WebDeploymentProps, 'annotations'> {
  const guard = rollout?.guard;
  if (guard === undefined) return {};
  const [failed, slow] = [objectives.availability, objectives.latency.share].map((share) => Number((1 - share).toFixed(6)));
  const stated = { version: imageTag(image), share: guard.share, bake: seconds(guard.bake), requests: guard.requests, failed, slow };
  return { annotations: { [guardAnnotation]: JSON.stringify(stated) } };
}

function toMain(peer: Peer): Connection {
  return { peer, ports: [mainPort] };
}

function edge(exposure: Exposure): Peer {
  return exposure.kind === 'gateway' ? { kind: 'addresses', cidrs: googleFrontends } : { kind: 'namespace', namespace: exposure.controllerNamespace };
}
