/** Grafana's own settings (grafana.com/docs/grafana/latest/setup-grafana/configure-grafana) and its provisioned data sources and dashboards. */
import type { Duration } from '../../config/quantities';
import { traceAddress } from '../alerts/links';

/** How people are signed in before they reach Grafana, and how Grafana learns their name. */
export type Login =
  /** From a header that Grafana trusts: a network policy admits only the proxy that sets it. */
  | { readonly kind: 'header'; readonly header: string }
  /** From a JSON Web Token, whose signature Grafana verifies with the issuer's public keys. */
  | { readonly kind: 'token'; readonly header: string; readonly keys: string; readonly claims: Readonly<Record<string, string>> };

export interface GrafanaSettingsProps {
  /** URL under which people reach Grafana. */
  readonly address: string;
  readonly port: number;
  /** Folder that Grafana may write to. */
  readonly data: string;
  /** Folder with provisioning files. */
  readonly provisioning: string;
  /** File with the administrator's password. */
  readonly passwordFile: string;
  /** File with the key with which Grafana encrypts secrets in its database. */
  readonly secretKeyFile: string;
  /** `undefined` where people sign in as the administrator. */
  readonly login: Login | undefined;
}

/**
 * Sections of grafana.ini. Anonymous access and sign-up are off, and Grafana contacts no server for news, updates or plugins. Its own alerting is off, because rules and alerts
 * are in Prometheus, in one place.
 */
export function grafanaSettings({ address, port, data, provisioning, passwordFile, secretKeyFile, login }: GrafanaSettingsProps): string {
  return ini({
    server: { http_port: port, root_url: address },
    paths: { data, provisioning, plugins: `${data}/plugins`, logs: `${data}/log` },
    log: { mode: 'console' },
    'log.console': { format: 'json' },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false, feedback_links_enabled: false },
    news: { news_feed_enabled: false },
    // the plugins of data sources are part of the image; an automatic update would delete one that it cannot replace on a read-only root file system
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
    // basic authentication would let people try passwords without the sign-in in front. The login form has a setting of its own
    'auth.basic': { enabled: false },
    unified_alerting: { enabled: false },
    ...(login === undefined ? {} : signIn(login)),
  });
}

type Section = Readonly<Record<string, string | number | boolean>>;

/** Sections with which everybody who signed in before Grafana is a user, with the role of new users. */
function signIn(login: Login): Readonly<Record<string, Section>> {
  // people have signed in already: a second form would only ask for a password that they do not have
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
          // the issuer rotates its keys, and a token that is signed with a new key is refused until the keys are read again
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
  /** URL of Jaeger's user interface for people, without a slash at its end. */
  readonly jaegerConsole: string;
  /** The scrape interval, so that Grafana's `$__rate_interval` always contains at least four samples. */
  readonly scrapeInterval: Duration;
  /** Google Managed Prometheus with its own interval; `undefined` where nothing is copied there. */
  readonly managed: { readonly url: string; readonly interval: Duration } | undefined;
}

/** Identifiers of data sources; dashboards do not refer to them. */
const uids = { prometheus: 'prometheus', jaeger: 'jaeger', managed: 'managed-prometheus' } as const;

/**
 * Provisioned data sources. An exemplar links to its trace in Jaeger's own user interface: a link to the data source would send a `traceql` query, which Grafana's
 * Jaeger data source does not support (docs/decisions/0037-grafana.md).
 */
export function dataSources({ prometheus, jaeger, jaegerConsole, scrapeInterval, managed }: DataSourcesProps): object {
  const common = { access: 'proxy', editable: false } as const;
  // a dollar sign is doubled, because provisioning substitutes environment variables
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

/** Google's API accepts `match[]` only by GET, and has no rules that Grafana could manage. */
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
