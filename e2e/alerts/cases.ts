import type { AlertCase } from './alert-case';
import { autoscalingCases } from './cases/autoscaling';
import { edgeCases } from './cases/edges';
import { objectiveCases } from './cases/objectives';
import { operationCases } from './cases/operations';
import { platformCases } from './cases/platform';

/** Alert cases of dev: every cause of an alert. */
export const alertCases: readonly AlertCase[] = [...objectiveCases, ...operationCases, ...edgeCases, ...autoscalingCases, ...platformCases];
