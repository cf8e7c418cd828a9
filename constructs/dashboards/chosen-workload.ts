/** The workload that a reader selects in a dashboard, as input for the functions of rules and alerts, so that panels use the same selectors. */
import type { AlertedWorkload } from '../alerts/alerted';

/** Range of rates: at least four scrapes, and at least the resolution of the panel. */
export const rateInterval = '[$__rate_interval]';

/** @param workload any workload of the environment; variables replace its name and namespace */
export function chosenWorkload(workload: AlertedWorkload): AlertedWorkload {
  return { ...workload, namespace: '$namespace', name: '$workload' };
}
