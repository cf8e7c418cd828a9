import { check } from '../check';
import { missingAmounts } from './missing-amounts';

export const limits = check({
  id: 'workloads/limits',
  title: 'every container has a limit of CPU, memory and the disk of its node',
  why: 'Without a limit one pod can starve its node or fill its disk, and the quota of the namespace refuses it.',
  find: (manifests) => missingAmounts(manifests, 'limits'),
});
