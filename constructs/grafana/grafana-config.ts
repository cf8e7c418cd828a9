/** Grafana's own settings (grafana.com/docs/grafana/latest/setup-grafana/configure-grafana) and what it finds at its first start. */
import type { Duration } from '../../config/quantities';
import { traceAddress } from '../alerts/links';

/** What signs people in before they reach Grafana, and how Grafana learns their name. */
export type Login =
  /** In a header that Grafana trusts: a network policy admits only its sender. */
  | { readonly kind: 'header'; readonly header: string }
  /** In a JSON Web Token, whose signature Grafana verifies with the sender's public keys. */
  | { readonly kind: 'token'; readonly header: string; readonly keys: string; readonly claims: Readonly<Record<string, string>> };

export interface GrafanaSettingsProps {
  /** Address under which people reach it. */
  readonly address: string;
  readonly port: number;
  /** Folder that it may write to. */
  readonly data: string;
  /** Folder with provisioning files. */
  readonly provisioning: string;
  /** File with the administrator's password. */
  readonly passwordFile: string;
  /** File with the key that encrypts what Grafana keeps secret. */
  readonly secretKeyFile: string;
  /** @default - people sign in as the administrator */
  readonly login: Login | undefined;
}

/**
 * grafana.ini. Nobody is anonymous and nobody signs up; it asks no server for news, updates or plugins; rules and alerts are Prometheus' business, so that there
 * is one place where they are.
 */
export function grafanaSettings({ address, port, data, provisioning, passwordFile, secretKeyFile, login }: GrafanaSettingsProps): string {
  return ini({
    server: { http_port: port, root_url: address },
    paths: { data, provisioning, plugins: `${data}/plugins`, logs: `${data}/log` },
    log: { mode: 'console' },
    'log.console': { format: 'json' },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false, feedback_links_enabled: false },
    news: { news_feed_enabled: false },
    // data sources come with the image; one that is replaced on a read-only root is gone afterwards
    plugins: { preinstall_disabled: true, preinstall_auto_update: false, plugin_admin_enabled: false },
    security: {
      admin_password: `$__file{${passwordFile}}`,
      secret_key: `$__file{${secretKeyFile}}`,
      cookie_secure: address.startsWith('https:'),
      disable_gravatar: true,
      strict_transport_security: address.startsWith('https:'),
    },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org_role: 'Viewer' },
    'auth.anonymous': { enabled: false },
    // a password in a header would be tried past the sign-in in front; the form, where there is one, is something else
    'auth.basic': { enabled: false },
    unified_alerting: { enabled: false },
    ...(login === undefined ? {} : signIn(login)),
  });
}

type Section = Readonly<Record<string, string | number | boolean>>;

/** Sections by which everybody whose name was verified before is a user, in the role that new users have. */
function signIn(login: Login): Readonly<Record<string, Section>> {
  // the name was asked for before: a second form would only invite a password
  const auth = { disable_login_form: true };
  switch (login.kind) {
    case 'header':
      return { auth, 'auth.proxy': { enabled: true, header_name: login.header, header_property: 'username', auto_sign_up: true } };
    case 'token':
      return {
        auth,
        'auth.jwt': {
          enabled: true,
          header_name: login.header,
          jwk_set_url: login.keys,
          // keys are replaced from time to time, and a token with a new one is refused until they are read again
          cache_ttl: '10m',
          expect_claims: JSON.stringify(login.claims),
          username_claim: 'email',
          email_claim: 'email',
          auto_sign_up: true,
        },
      };
  }
}

function ini(sections: Readonly<Record<string, Section>>): string {
  return Object.entries(sections)
    .map(([name, section]) => [`[${name}]`, ...Object.entries(section).map(([key, value]) => `${key} = ${String(value)}`), ''].join('\n'))
    .join('\n');
}

export interface DataSourcesProps {
  readonly prometheus: string;
  readonly jaeger: string;
  /** Address of Jaeger's user interface as people reach it, without a slash at its end. */
  readonly jaegerConsole: string;
  /** So that rates are never asked for over fewer than four samples. */
  readonly scrapeInterval: Duration;
  /** Google Managed Prometheus, with an interval of its own. @default - nothing is copied there */
  readonly managed: { readonly url: string; readonly interval: Duration } | undefined;
}

/** Identifiers of data sources; dashboards name none of them. */
const uids = { prometheus: 'prometheus', jaeger: 'jaeger', managed: 'managed-prometheus' } as const;

/**
 * Provisioned data sources. An exemplar leads to its trace in Jaeger's own user interface: a link to the data source would ask for `traceql`, which Grafana's
 * Jaeger data source does not answer (docs/decisions/0037-grafana.md).
 */
export function dataSources({ prometheus, jaeger, jaegerConsole, scrapeInterval, managed }: DataSourcesProps): object {
  const common = { access: 'proxy', editable: false } as const;
  // a dollar is written twice, because provisioning fills in variables of the environment
  const trace = traceAddress({ jaeger: jaegerConsole }, { template: '$${__value.raw}' });
  return {
    apiVersion: 1,
    datasources: [
      {
        ...common,
        name: 'Prometheus',
        uid: uids.prometheus,
        type: 'prometheus',
        url: prometheus,
        isDefault: true,
        jsonData: {
          httpMethod: 'POST',
          timeInterval: scrapeInterval,
          exemplarTraceIdDestinations: [{ name: 'trace_id', url: trace, urlDisplayLabel: 'Trace in Jaeger' }],
        },
      },
      { ...common, name: 'Jaeger', uid: uids.jaeger, type: 'jaeger', url: jaeger, jsonData: { nodeGraph: { enabled: true } } },
      ...(managed === undefined ? [] : [{ ...common, ...managedSource(managed) }]),
    ],
  };
}

/** Google's API takes `match[]` by GET alone, and has no rules that Grafana could manage. */
function managedSource({ url, interval }: NonNullable<DataSourcesProps['managed']>): object {
  return {
    name: 'Google Managed Prometheus',
    uid: uids.managed,
    type: 'prometheus',
    url,
    jsonData: { httpMethod: 'GET', timeInterval: interval, manageAlerts: false },
  };
}

/** @param folder where the dashboards' files are */
export function dashboardProvider(folder: string): object {
  return {
    apiVersion: 1,
    providers: [{ name: 'lyo', folder: 'lyo', type: 'file', disableDeletion: true, allowUiUpdates: false, options: { path: folder } }],
  };
}
