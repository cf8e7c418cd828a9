import { k8s } from 'cdk8s-plus-28';

/** One extra pod at a time, none missing: Kubernetes' default, a quarter more, would at 50 replicas not fit the node pool. */
export const oneMoreAtATime: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
};
