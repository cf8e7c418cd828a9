import { isVersionOf } from '../../config/google/platform-images';
import type { Manifests } from '../manifest';
import { mountedConfigMaps } from '../objects/config-map';
import { workloads } from '../objects/workload';
import { check } from '../check';

/** Required settings whose defaults in Grafana are unsafe, by section and key. */
const wanted: readonly { readonly section: string; readonly key: string; readonly is: RegExp; readonly text: string }[] = [
  { section: 'auth.basic', key: 'enabled', is: /^false$/, text: 'false: passwords could be tried past the sign-in in front' },
  { section: 'auth.anonymous', key: 'enabled', is: /^(false)?$/, text: 'false: whoever reaches it would read everything' },
  {
    section: 'security',
    key: 'secret_key',
    is: /^\$__(file|env)\{[^}]+\}$/,
    text: 'read from a file or a variable: the default is in Grafana’s source, and it encrypts what Grafana keeps secret',
  },
  { section: 'security', key: 'admin_password', is: /^\$__(file|env)\{[^}]+\}$/, text: 'read from a file or a variable: the default is "admin"' },
];

export const grafanaSettings = check({
  id: 'workloads/grafana-settings',
  title: 'Grafana takes no basic authentication, and its secret key and password come from a Secret',
  why: 'The network policy holds only as long as it is right: behind it Grafana must not open to a password that everybody knows.',
  find: (manifests: Manifests) =>
    workloads(manifests)
      .filter(({ pod }) => pod.containers.some(({ image }) => image !== undefined && image !== null && isVersionOf(image, 'grafana')))
      .flatMap((workload) => {
        const files = mountedConfigMaps(manifests, workload).flatMap(({ value }) => Object.entries(value.data).filter(([name]) => name === 'grafana.ini'));
        const settings = files.map(([, text]) => parsedIni(text));
        return wanted
          .filter(({ section, key, is }) => !settings.some((one) => is.test(one.get(`${section}.${key}`) ?? '')))
          .map(({ section, key, text }) => ({
            subject: workload.object,
            problem: `[${section}] ${key} of grafana.ini must be ${text}`,
            fix: 'state it in constructs/grafana/grafana-config.ts',
          }));
      }),
});

/** Values by `section.key`; the last one wins, as in Grafana. */
function parsedIni(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value] = /^([^#;=][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (header !== undefined) section = header;
    else if (key !== undefined && value !== undefined) values.set(`${section}.${key}`, value);
  }
  return values;
}
