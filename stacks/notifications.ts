import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface NotificationsProps {
  readonly project: pulumi.Input<string>;
  readonly projectNumber: pulumi.Input<string>;
  readonly labels: Record<string, string>;
  /** E-mail addresses of the budget's recipients. */
  readonly recipients: readonly string[];
}

/** How long messages are kept: a person may be away for a week. */
const week = '604800s';

/** The topic on which GKE announces upgrades and security bulletins, a subscription that keeps its messages, and notification channels for the budget's alerts. */
export class Notifications extends pulumi.ComponentResource {
  /** Resource name of the topic. */
  public readonly topic: pulumi.Output<string>;
  public readonly channels: readonly pulumi.Output<string>[];

  public constructor(name: string, { project, projectNumber, labels, recipients }: NotificationsProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Notifications', name, {}, opts);
    const parent = { parent: this };
    const topic = new gcp.pubsub.Topic(name, { project, name, labels, messageRetentionDuration: week }, parent);
    const publisher = new gcp.pubsub.TopicIAMMember(
      name,
      {
        project,
        topic: topic.name,
        role: 'roles/pubsub.publisher',
        member: pulumi.interpolate`serviceAccount:service-${projectNumber}@container-engine-robot.iam.gserviceaccount.com`,
      },
      parent,
    );
    new gcp.pubsub.Subscription(
      name,
      { project, name, topic: topic.id, labels, messageRetentionDuration: week, retainAckedMessages: true, expirationPolicy: { ttl: '' } },
      parent,
    );
    this.topic = pulumi.all([topic.id, publisher.id]).apply(([id]) => id);
    this.channels = recipients.map(
      (address) =>
        new gcp.monitoring.NotificationChannel(
          `${name}-${address}`,
          { project, displayName: address, type: 'email', labels: { email_address: address } },
          parent,
        ).id,
    );
    this.registerOutputs({ topic: this.topic });
  }
}
