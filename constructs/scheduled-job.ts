import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { seconds, type Duration } from '../config/quantities';
import { selectorLabels } from './labels';
import { taskJob, type TaskProps } from './task-job';

export interface ScheduledJobProps extends TaskProps {
  /** Five fields of cron. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly overlap: 'forbid' | 'replace';
  readonly startWithin: Duration;
  /** Finished runs that are kept, with their pods' logs. */
  readonly history: { readonly succeeded: number; readonly failed: number };
}

export class ScheduledJob extends Construct {
  public constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const labels = selectorLabels(props.name);
    new k8s.KubeCronJob(this, 'cron-job', {
      metadata: { name: props.name, labels: { ...labels } },
      spec: {
        schedule: props.schedule,
        timeZone: props.timeZone,
        concurrencyPolicy: props.overlap === 'forbid' ? 'Forbid' : 'Replace',
        startingDeadlineSeconds: seconds(props.startWithin),
        successfulJobsHistoryLimit: props.history.succeeded,
        failedJobsHistoryLimit: props.history.failed,
        jobTemplate: { metadata: { labels: { ...labels } }, spec: taskJob(this, props) },
      },
    });
  }
}
