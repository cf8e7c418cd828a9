import { type ApiObject, JsonPatch } from 'cdk8s';
import { seconds, type Duration } from '../config/quantities';
import { addNewerFields } from './newer-fields';

/**
 * Lets the only container of a stopping pod serve for a while, until all load balancers and proxies have removed the pod's address. The time is part of the pod's
 * grace period. `sleep` needs no shell in the image (KEP-3960).
 */
export function drainFor(workload: ApiObject, time: Duration): void {
  addNewerFields(workload, JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds: seconds(time) } } }));
}
