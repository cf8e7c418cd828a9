/** The generated Alertmanager on this machine: its routes, inhibitions, templates and flags, with secrets that contain the addresses of simulated receivers. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { components } from '../../config/names';
import type { Manifests } from '../platform/manifests';
import { startAlertmanager, type AlertmanagerOptions } from '../processes/alertmanager';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';

/** Where the manifests mount the configuration, and the Secrets that it names. */
const mounted = { config: '/etc/alertmanager/config', secrets: '/etc/alertmanager/secrets' };

export interface PlacedAlertmanagerOptions {
  readonly processes: ProcessGroup;
  readonly manifests: Manifests;
  /** Content of the Secrets that receivers refer to, by `<secret>/<key>`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Address of the simulated PagerDuty; it is in the configuration, because PagerDuty's address is no secret. */
  readonly pager: string;
  /** @default - a single replica */
  readonly cluster?: AlertmanagerOptions['cluster'];
}

export interface PlacedAlertmanager {
  readonly process: Running;
  /** Replaces a key of a Secret, as a kubelet does when the Secret changes. */
  replaceSecret(path: string, content: string): Promise<void>;
}

export async function startPlacedAlertmanager({ processes, manifests, secrets, pager, cluster }: PlacedAlertmanagerOptions): Promise<PlacedAlertmanager> {
  let secretsFolder = '';
  const process = await startAlertmanager({
    processes,
    ...(cluster === undefined ? {} : { cluster }),
    args: manifests.args(components.alertmanager),
    files: (folder) => {
      secretsFolder = join(folder, 'secrets');
      const { 'alertmanager.yml': config = '', ...templates } = manifests.configFiles(/^alertmanager-[0-9a-f]{10}$/);
      return {
        'alertmanager.yml': `global: { pagerduty_url: "${pager}" }\n${config.replaceAll(mounted.secrets, secretsFolder).replaceAll(mounted.config, folder)}`,
        ...templates,
        ...Object.fromEntries(Object.entries(secrets).map(([path, content]) => [`secrets/${path}`, content])),
      };
    },
  });
  return { process, replaceSecret: (path, content) => writeFile(join(secretsFolder, path), content) };
}
