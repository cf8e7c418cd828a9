import { App, Testing } from 'cdk8s';
import { PlatformChart } from '../../constructs/platform-chart';
import type { KubernetesObject } from '../kubernetes-object';

/** The objects that `build` adds to a chart in the namespace `shop`, as generated. */
export function rendered(build: (chart: PlatformChart) => void): readonly KubernetesObject[] {
  const chart = new PlatformChart(new App(), 'shop', { namespace: 'shop', partOf: 'platform', source: 'charts/shop.ts' });
  build(chart);
  return Testing.synth(chart) as readonly KubernetesObject[];
}
