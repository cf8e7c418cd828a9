import { partOf } from '../config/names';

/** Labels by which cost reports and searches find the resources of an environment. */
export function resourceLabels(environment: string): Record<string, string> {
  return { 'part-of': partOf, 'managed-by': 'pulumi', environment };
}
