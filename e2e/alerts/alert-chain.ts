/** The chain from counters of requests to messages: simulated users, the generated Prometheus, the generated Alertmanager and simulated receivers. */
import { components } from '../../config/names';
import type { Environment } from '../../config/environment';
import { jobs } from '../../config/telemetry';
import { freePort } from '../processes/free-ports';
import { Manifests } from '../platform/manifests';
import { startPlacedPrometheus } from '../platform/placed-prometheus';
import type { Target } from '../platform/prometheus-placement';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { PlayedUsers } from '../traffic/played-users';
import { startPlacedAlertmanager, type PlacedAlertmanager } from './placed-alertmanager';
import { PlayedReceivers } from './played-receivers';

export interface AlertChain {
  readonly users: PlayedUsers;
  readonly prometheus: Running;
  readonly alertmanager: PlacedAlertmanager;
  readonly receivers: PlayedReceivers;
  /** Stops the simulated users and receivers; processes are stopped with their group. */
  stop(): Promise<void>;
}

export interface AlertChainOptions {
  readonly processes: ProcessGroup;
  /** Sends pages to PagerDuty, tickets to Slack and the deadman switch to a webhook, as prod does. */
  readonly environment: Environment;
  /** The only routing key that the simulated PagerDuty accepts. */
  readonly routingKey: string;
  /** Contents of Secrets, by `<secret>/<key>`, that replace the addresses of the simulated receivers. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** By job, in place of the chain's own. @default - simulated users, and the chain's processes */
  readonly targets?: Readonly<Record<string, readonly Target[]>>;
  /** Folder of Prometheus, with what it knows of the past. @default - a new one */
  readonly folder?: string;
}

/** `<secret>/<key>` of a receiver. */
export function secretOf(receiver: string): string {
  return `alertmanager-receivers/${receiver}`;
}

/** Jobs of other components have no targets. */
export async function startAlertChain({ processes, environment, routingKey, secrets = {}, targets = {}, folder }: AlertChainOptions): Promise<AlertChain> {
  const manifests = Manifests.of(environment);
  const receivers = await PlayedReceivers.start(routingKey);
  const alertmanager = await startPlacedAlertmanager({
    processes,
    manifests,
    pager: receivers.url('page'),
    secrets: {
      [secretOf('page')]: routingKey,
      [secretOf('ticket')]: receivers.url('ticket'),
      [secretOf('deadman')]: receivers.url('deadman'),
      ...secrets,
    },
  });
  const users = await PlayedUsers.start(`${components.collectorGateway}-0`, environment);
  const port = await freePort();
  const address = new URL(alertmanager.process.url).host;
  const prometheus = await startPlacedPrometheus({
    processes,
    manifests,
    caFile: '',
    alertmanager: address,
    port,
    ...(folder === undefined ? {} : { folder }),
    // without this flag a minute, which is also the value of the manifests
    args: ['--rules.alert.resend-delay=2s'],
    targets: {
      [jobs.gateway]: [{ address: users.gateway.address, labels: { instance: users.gateway.name } }],
      [jobs.alertmanager]: [{ address, labels: { instance: `${components.alertmanager}-0` } }],
      [jobs.prometheus]: [{ address: `127.0.0.1:${port}`, labels: { instance: `${components.prometheus}-0` } }],
      ...targets,
    },
  });
  return {
    users,
    prometheus,
    alertmanager,
    receivers,
    stop: async () => {
      await users.stop();
      await receivers.stop();
    },
  };
}
