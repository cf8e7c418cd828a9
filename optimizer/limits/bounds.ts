import type { View } from '../policies/policy';
import type { Limit } from './limit';

/** The range of replicas or ratios that the environment allows. */
export function bounds(of: (view: View) => { readonly least: number; readonly most: number }): Limit {
  return ({ value: asked }, view) => {
    const { least, most } = of(view);
    const value = Math.min(Math.max(asked, least), most);
    return { kind: 'held', value, reasons: value === asked ? [] : [`from ${least} to ${most} are allowed: ${value} in place of ${asked}`] };
  };
}
