import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { componentsOf, type Component } from '../config/components';
import type { PlatformChart } from '../constructs/platform-chart';
import { HorizontalAutoscaler } from '../constructs/scaling/horizontal-autoscaler';
import { verticalAutoscaler } from '../constructs/vertical-autoscaler';
import { scaledWorkloads } from '../config/workload';
import { platformChart, scaledWorkload, sizingOf } from './platform-charts';

/** One chart per namespace of workloads (`autoscaling` for the first), and the vertical autoscalers of the platform's components. */
export function autoscaling(scope: Construct, environment: Environment): void {
  const services = scaledWorkloads(environment);
  const spaces = [...new Set(services.map(({ namespace }) => namespace))];
  spaces.forEach((namespace, index) => {
    const chart = platformChart(scope, index === 0 ? 'autoscaling' : `autoscaling-${namespace}`, { file: 'autoscaling', namespace });
    for (const workload of services.filter((candidate) => candidate.namespace === namespace)) {
      new HorizontalAutoscaler(chart, `${workload.name}-horizontal`, scaledWorkload(environment, workload));
      verticalAutoscaler(chart, `${workload.name}-vertical`, {
        name: workload.name,
        target: 'Deployment',
        sizing: sizingOf(environment, workload.name),
        mode: 'recommend',
        ...(workload.sidecars === undefined ? {} : { beside: workload.sidecars.map(({ name }) => name) }),
      });
    }
  });
}

/** The vertical autoscaler of a component that no horizontal one scales. It never evicts a component's only pod: for Prometheus that would interrupt scaling. */
export function rightSized(
  chart: PlatformChart,
  environment: Environment,
  { name, target, beside }: { readonly name: Component; readonly target: 'Deployment' | 'StatefulSet'; readonly beside?: readonly string[] },
): void {
  verticalAutoscaler(chart, 'vertical-autoscaler', {
    name,
    target,
    sizing: sizingOf(environment, name),
    mode: isAlone(environment, name) ? 'start' : 'apply',
    ...(beside === undefined ? {} : { beside }),
  });
}

function isAlone(environment: Environment, name: Component): boolean {
  return componentsOf(environment).find((component) => component.name === name)?.replicas === 1;
}
