import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import type { Component } from '../config/components';
import type { PlatformChart } from '../constructs/platform-chart';
import { HorizontalAutoscaler } from '../constructs/scaling/horizontal-autoscaler';
import { verticalAutoscaler } from '../constructs/vertical-autoscaler';
import { platformChart, scaledWorkload, sizingOf } from './platform-charts';

/** One chart a namespace of workloads, `autoscaling` for the first; and the platform's own vertical autoscalers. */
export function autoscaling(scope: Construct, environment: Environment): void {
  const spaces = [...new Set(environment.workloads.map(({ namespace }) => namespace))];
  spaces.forEach((namespace, index) => {
    const chart = platformChart(scope, index === 0 ? 'autoscaling' : `autoscaling-${namespace}`, { file: 'autoscaling', namespace });
    for (const workload of environment.workloads.filter((candidate) => candidate.namespace === namespace)) {
      new HorizontalAutoscaler(chart, `${workload.name}-horizontal`, scaledWorkload(environment, workload));
      verticalAutoscaler(chart, `${workload.name}-vertical`, {
        name: workload.name,
        target: 'Deployment',
        sizing: sizingOf(environment, workload.name),
        mode: 'recommend',
      });
    }
  });
}

/** The vertical autoscaler of a component that no horizontal one scales. */
export function rightSized(
  chart: PlatformChart,
  environment: Environment,
  { name, target }: { readonly name: Component; readonly target: 'Deployment' | 'StatefulSet' },
): void {
  verticalAutoscaler(chart, 'vertical-autoscaler', { name, target, sizing: sizingOf(environment, name), mode: 'apply' });
}
