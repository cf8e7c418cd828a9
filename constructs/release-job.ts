import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { contentHash } from './content-hash';
import { selectorLabels } from './labels';
import { taskJob, type TaskProps } from './task-job';

/**
 * A Job that runs once for each release, before the release's other pods. A Job is immutable, so its name ends in a hash of its content. An unchanged Job keeps its name,
 * so it has already run and does not run again.
 */
export class ReleaseJob extends Construct {
  public constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const spec = taskJob(this, props);
    new k8s.KubeJob(this, 'job', { metadata: { name: `${props.name}-${contentHash(spec)}`, labels: { ...selectorLabels(props.name) } }, spec });
  }
}
