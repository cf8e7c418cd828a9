/** The example of README.md with the environment of the tests. */
import { classPolicies } from '../config/class-policies';
import { dev } from './fixtures/dev';
import { validate } from '../config/validate';
import { isWebSource } from '../config/left-out-fields';

const backend = dev.workloads.find(isWebSource);
if (backend === undefined) throw new Error('dev has a workload');
const scaling = { ...classPolicies.noisy, minReplicas: 60, failsafe: { kind: 'cpu', utilization: 60 } as const };

const result = validate({ ...dev, workloads: [{ ...backend, scaling }] });
if (!result.ok) for (const { path, rule, received } of result.problems) console.log(`${path}: ${rule}, received ${String(received)}`);
