import { stringify } from 'yaml';
import type { Plan } from './plan';
import { planHeading } from './plan-heading';

/** Text of a plan's file; equal plans have equal bytes. */
export function planText({ environment, resources, outputs }: Plan): string {
  const sorted = Object.fromEntries(Object.entries(outputs).sort(([one], [other]) => (one < other ? -1 : 1)));
  return planHeading + stringify({ environment, resources, outputs: sorted }, { lineWidth: 160, aliasDuplicateObjects: false });
}
