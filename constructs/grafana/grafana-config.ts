/** Grafana's own settings (grafana.com/docs/grafana/latest/setup-grafana/configure-grafana) and what it finds at its first start. */
import type { Duration } from '../../config/quantities';

/** Who has asked people for their name before they reach Grafana. */
export interface Login {
  /** Header with the name that it has verified. */
  readonly header: string;
  /** Only from these addresses is the header believed, as CIDR; empty where a network policy admits one sender alone. */
  readonly from: readonly string[];
}

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
  /** @default - people sign in as the administrator */
  readonly login: Login | undefined;
}

/**
 * grafana.ini. Nobody is anonymous and nobody signs up; it asks no server for news, updates or plugins; rules and alerts are Prometheus' business, so that there
 * is one place where they are.
 */
export function grafanaSettings({ address, port, data, provisioning, passwordFile, login }: GrafanaSettingsProps): string {
  return ini({
    server: { http_port: port, root_url: address },
    paths: { data, provisioning, plugins: `${data}/plugins`, logs: `${data}/log` },
    log: { mode: 'console' },
    'log.console': { format: 'json' },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false, feedback_links_enabled: false },
    news: { news_feed_enabled: false },
    plugins: { preinstall_disabled: true, plugin_admin_enabled: false },
    security: {
      admin_password: `$__file{${passwordFile}}`,
      cookie_secure: address.startsWith('https:'),
      disable_gravatar: true,
      strict_transport_security: address.startsWith('https:'),
    },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org_role: 'Viewer' },
    'auth.anonymous': { enabled: false },
    unified_alerting: { enabled: false },
    ...(login === undefined
      ? {}
      : {
          'auth.proxy': { enabled: true, header_name: login.header, header_property: 'username', auto_sign_up: true, whitelist: login.from.join(', ') },
          // the name was asked for before: a second form would only invite a password
          auth: { disable_login_form: true },
        }),
  });
}

type Section = Readonly<Record<string, string | number | boolean>>;

function ini(sections: Readonly<Record<string, Section>>): string {
  return Object.entries(sections)
    .map(([name, section]) => [`[${name}]`, ...Object.entries(section).map(([key, value]) => `${key} = ${String(value)}`), ''].join('\n'))
    .join('\n');
}

export interface DataSourcesProps {
  readonly prometheus: string;
  readonly jaeger: string;
  /** So that rates are never asked for over fewer than four samples. */
  readonly scrapeInterval: Duration;
  /** Google Managed Prometheus, with an interval of its own. @default - nothing is copied there */
  readonly managed: { readonly url: string; readonly interval: Duration } | undefined;
}

/** Identifiers of data sources; dashboards name none of them. */
const uids = { prometheus: 'prometheus', jaeger: 'jaeger', managed: 'managed-prometheus' } as const;

/** Provisioned data sources. Exemplars of Prometheus name Jaeger's as their trace store; that Grafana opens the trace is not shown (docs/scope.md). */
export function dataSources({ prometheus, jaeger, scrapeInterval, managed }: DataSourcesProps): object {
  const common = { access: 'proxy', editable: false } as const;
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
          exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: uids.jaeger }],
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
