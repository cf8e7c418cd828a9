import { isRecord } from '../../config/record';
import { bindings, serviceAccounts } from '../objects/access';
import { configMaps } from '../objects/config-map';
import { disruptionBudgets } from '../objects/disruption-budget';
import { horizontalAutoscalers, scaledObjects } from '../objects/horizontal-autoscaler';
import { apiServices } from '../objects/metrics-api';
import { networkPolicies, quotas } from '../objects/namespace';
import { podMonitorings } from '../objects/pod-monitoring';
import { edgePolicies, gateways, routes, ingresses } from '../objects/routing';
import { priorityClasses } from '../objects/priority-class';
import { services } from '../objects/service';
import { verticalAutoscalers } from '../objects/vertical-autoscaler';
import { controllers, cronJobs, jobs, pods, statefulSets } from '../objects/workload';
import { type ManifestObject, type Manifests } from '../manifest';
import { check, type Finding } from '../check';

const views = [
  ...[controllers, statefulSets, jobs, cronJobs, pods, configMaps, services, serviceAccounts, bindings],
  ...[horizontalAutoscalers, scaledObjects, verticalAutoscalers, disruptionBudgets, quotas, networkPolicies],
  ...[apiServices, ingresses, routes, gateways, edgePolicies, priorityClasses, podMonitorings],
];

export const unreadable = check({
  id: 'workloads/unreadable',
  title: 'every object has the shape of its kind',
  why: 'The other rules cannot see an object that they cannot read, so it would pass all of them.',
  find: (manifests) => [
    ...views.flatMap((view) =>
      view.unreadable(manifests).map(({ object, problem }) => ({
        subject: object,
        problem,
        fix: `state the field as the API reference of ${object.kind} in ${object.group || 'v1'} does`,
      })),
    ),
    ...hidden(manifests),
  ],
});

/** Findings for objects that no check reads: those inside a List, and pod templates of kinds without a view. */
function hidden({ objects }: Manifests): readonly Finding[] {
  const known = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];
  return objects.flatMap((object) => {
    if (object.kind.endsWith('List'))
      return [{ subject: object, problem: `${object.kind} holds objects that no rule sees`, fix: 'write each of its items as an object of its own' }];
    if (known.includes(object.kind) || !hasPodTemplate(object)) return [];
    return [
      {
        subject: object,
        problem: `${object.kind} of ${object.group || 'v1'} runs pods that no rule sees`,
        fix: 'teach checks/objects/workload.ts the kind, or use a Deployment',
      },
    ];
  });
}

function hasPodTemplate({ body: { spec } }: ManifestObject): boolean {
  const template = isRecord(spec) ? spec['template'] : undefined;
  const pod = isRecord(template) ? template['spec'] : undefined;
  return isRecord(pod) && 'containers' in pod;
}
