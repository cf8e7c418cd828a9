import { recordPlan } from '../stacks/plan';
import { oncePerEnvironment } from './once-per-environment';

/** The plan of an environment, recorded once for all tests that only read it. */
export const recordedPlan = oncePerEnvironment(recordPlan);
