import { nameOf } from '../manifest';
import { exists, missingFix } from '../objects/existence';
import { check } from '../check';
import { serviceReferences } from './service-references';

export const service = check({
  id: 'references/service',
  title: 'every Service that is referred to is there',
  why: 'Requests to a missing Service fail at the edge with 5xx, and an aggregated API without one makes kubectl and autoscalers fail.',
  find: (manifests) =>
    serviceReferences(manifests).flatMap(({ from, namespace, name, field }) => {
      const wanted = { kind: 'Service', namespace, name };
      return exists(manifests, wanted) ? [] : [{ subject: from, problem: `${field} names ${nameOf(wanted)}, which is not there`, fix: missingFix('Service') }];
    }),
});
