/** The workload that a dashboard's reader has chosen, as rules and alerts know workloads, so that panels ask with the same selectors. */
import type { AlertedWorkload } from '../alerts/alerted';

/** Range of rates: at least four scrapes, and no finer than the picture. */
export const rateInterval = '[$__rate_interval]';

/** @param workload any of the environment's; its name and namespace become variables */
export function chosenWorkload(workload: AlertedWorkload): AlertedWorkload {
  return { ...workload, namespace: '$namespace', name: '$workload' };
}
