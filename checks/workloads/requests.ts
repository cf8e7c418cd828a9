import { check } from '../check';
import { missingAmounts } from './missing-amounts';

export const requests = check({
  id: 'workloads/requests',
  title: 'every container requests CPU, memory and room on the disk of its node',
  why: 'The scheduler, the quota, the node pool and every utilization are computed from requests; without one the pod is the first to be evicted.',
  find: (manifests) => missingAmounts(manifests, 'requests'),
});
