import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { isCloudSql, type Database } from '../config/database';

export interface DatabaseAlertsProps {
  readonly project: pulumi.Input<string>;
  readonly databases: Readonly<Record<string, Database>>;
  /** Notification channels. */
  readonly channels: readonly pulumi.Input<string>[];
  readonly labels: Record<string, string>;
}

interface Threshold {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  /** Aggregation over the series of one time. */
  readonly together: 'REDUCE_MAX' | 'REDUCE_SUM';
  readonly above: number;
  /** Advice in the notification. */
  readonly advice: string;
}

/** Share of the connections in use above which the alert fires. */
const share = 0.8;

/**
 * Alerts in Cloud Monitoring on disk, memory and connections of databases and caches, which only Google measures. The platform's own alerts see databases only from outside, as
 * edges of the services that use them.
 */
export class DatabaseAlerts extends pulumi.ComponentResource {
  public constructor(name: string, { project, databases, channels, labels }: DatabaseAlertsProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:DatabaseAlerts', name, {}, opts);
    for (const [database, stated] of Object.entries(databases)) {
      if (stated.google === undefined) continue;
      const isSql = isCloudSql(stated);
      for (const threshold of isSql ? ofCloudSql(stated.connections.most) : ofMemorystore(stated.connections.most)) {
        new gcp.monitoring.AlertPolicy(
          `${database}-${threshold.id}`,
          {
            project,
            displayName: `${database}: ${threshold.title}`,
            combiner: 'OR',
            severity: 'WARNING',
            userLabels: labels,
            notificationChannels: [...channels],
            documentation: { mimeType: 'text/markdown', content: threshold.advice },
            conditions: [{ displayName: threshold.title, conditionThreshold: condition(isSql ? sqlFilter(database) : cacheFilter(database), threshold) }],
            alertStrategy: { autoClose: '86400s' },
          },
          { parent: this },
        );
      }
    }
    this.registerOutputs({});
  }
}

function condition(resource: string, { metric, together, above }: Threshold): gcp.types.input.monitoring.AlertPolicyConditionConditionThreshold {
  return {
    filter: `metric.type = "${metric}" AND ${resource}`,
    comparison: 'COMPARISON_GT',
    thresholdValue: above,
    duration: '600s',
    aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX', crossSeriesReducer: together }],
  };
}

function sqlFilter(name: string): string {
  return `resource.type = "cloudsql_database" AND resource.label.database_id = ends_with(":${name}")`;
}

function cacheFilter(name: string): string {
  return `resource.type = "memorystore.googleapis.com/Instance" AND resource.label.instance_id = "${name}"`;
}

function ofCloudSql(most: number): readonly Threshold[] {
  const of = 'cloudsql.googleapis.com/database';
  return [
    {
      id: 'connections',
      title: 'four fifths of its connections are taken',
      metric: `${of}/postgresql/num_backends`,
      together: 'REDUCE_SUM',
      above: Math.floor(most * share),
      advice: 'More than the proof of `npm start` asks for means that somebody else connects, or that pools are larger than `uses` says.',
    },
    {
      id: 'disk',
      title: 'its disk is nearly full',
      metric: `${of}/disk/utilization`,
      together: 'REDUCE_MAX',
      above: 0.9,
      advice: 'It has grown to `disk.most`: raise that, or delete. A full disk stops the database.',
    },
    {
      id: 'cpu',
      title: 'its processors are busy',
      metric: `${of}/cpu/utilization`,
      together: 'REDUCE_MAX',
      above: 0.9,
      advice: 'Query insights show by which statements; else a larger `tier`.',
    },
    {
      id: 'memory',
      title: 'its memory is nearly full',
      metric: `${of}/memory/utilization`,
      together: 'REDUCE_MAX',
      above: 0.95,
      advice: 'Fewer connections (`uses`), or a larger `tier`.',
    },
  ];
}

function ofMemorystore(most: number): readonly Threshold[] {
  const of = 'memorystore.googleapis.com/instance';
  return [
    {
      id: 'clients',
      title: 'four fifths of its clients are taken',
      metric: `${of}/clients/total_connected_clients`,
      together: 'REDUCE_MAX',
      above: Math.floor(most * share),
      advice: 'More than the proof of `npm start` asks for means that somebody else connects, or that clients keep more connections than `uses` says.',
    },
    {
      id: 'memory',
      title: 'its memory is nearly full',
      metric: `${of}/memory/maximum_utilization`,
      together: 'REDUCE_MAX',
      above: 0.9,
      advice: 'Keys without an end of their own stay for ever: give them one, or take a larger `nodeType`. A full one refuses writes.',
    },
    {
      id: 'cpu',
      title: 'its processors are busy',
      metric: `${of}/cpu/maximum_utilization`,
      together: 'REDUCE_MAX',
      above: 0.9,
      advice: 'Reads may go to the replicas (`…_READER_HOST`); else a larger `nodeType`.',
    },
  ];
}
