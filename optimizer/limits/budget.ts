import { presentPods } from '../learning/trial';
import { refused, untouched, type Limit } from './limit';

/** Pod-hours a day that may be asked for beyond the need of the present load. When they are spent, the autoscaler works alone. */
export const budget: Limit = (proposal, { settings, load, spent }) => {
  const most = settings.limits.extraPodHours;
  if (proposal.value <= presentPods(settings, load) || spent < most) return untouched(proposal);
  return refused(proposal, 'spent', `at most ${most} pod-hours a day ahead of the load, were ${spent.toFixed(1)}`);
};
