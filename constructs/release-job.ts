import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { contentHash } from './content-hash';
import { selectorLabels } from './labels';
import { taskJob, type TaskProps } from './task-job';

/**
 * A Job for each release, before its other pods: nothing of a Job can change, so its name ends in a hash of all that it is. What did not change is the Job that has run
 * already, and runs no second time.
 */
export class ReleaseJob extends Construct {
  public constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const spec = taskJob(this, props);
    new k8s.KubeJob(this, 'job', { metadata: { name: `${props.name}-${contentHash(spec)}`, labels: { ...selectorLabels(props.name) } }, spec });
  }
}
