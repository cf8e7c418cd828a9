/** The workload that is chosen in a dashboard, in the form that rules and alerts use, so that panels have the same selectors. */
import type { AlertedWorkload } from '../alerts/alerted';

/** Range of rates: at least four scrapes, and no finer than the picture. */
export const rateInterval = '[$__rate_interval]';

/** @param workload any of the environment's; its name and namespace become variables */
export function chosenWorkload(workload: AlertedWorkload): AlertedWorkload {
  return { ...workload, namespace: '$namespace', name: '$workload' };
}
