/** Configuration of Jaeger's storage, for the jaeger_storage extension (Jaeger 2.13, cmd/jaeger/config-*.yaml). */
import type { Duration } from '../../config/quantities';
import type { TraceStorage } from '../../config/tracing';
import type { Settings } from '../collector/collector-config';

/** Folder of the volume that Badger writes to. */
export const badgerFolder = '/var/lib/jaeger';

/** Folder of the files with the store's user and password. The configuration contains only their paths. */
export const credentialsFolder = '/etc/trace-store';
export const credentialFiles = { user: 'user', password: 'password' } as const;

/** One backend of the extension. */
export function storageBackend(
  storage: TraceStorage,
  { retention, folder = badgerFolder }: { readonly retention: Duration; readonly folder?: string },
): Settings {
  const username = fromFile(credentialFiles.user);
  switch (storage.kind) {
    case 'badger':
      return {
        badger: {
          directories: { keys: `${folder}/keys`, values: `${folder}/values` },
          // the default, true, loses all traces at a restart
          ephemeral: false,
          ttl: { spans: retention },
        },
      };
    case 'opensearch':
    case 'elasticsearch':
      return {
        [storage.kind]: {
          server_urls: [storage.url],
          // the file is read as plain text, and again when it changes; substituted into the configuration, a password such as `a: b` would be parsed as YAML
          auth: { basic: { username, password_file: `${credentialsFolder}/${credentialFiles.password}`, reload_interval: '60s' } },
          indices: dailyIndices,
          // how far back traces are searched; the default of 72 h would hide older ones
          max_span_age: retention,
        },
      };
    case 'clickhouse':
      return {
        clickhouse: {
          addresses: [storage.address],
          database: storage.database,
          auth: { basic: { username, password: fromFile(credentialFiles.password) } },
          create_schema: true,
        },
      };
  }
}

/** Reference to a file's content, for the file provider of the collector's configuration. The content is parsed as YAML, so a text that is a mapping or a list does not work. */
function fromFile(name: string): string {
  return `\${file:${credentialsFolder}/${name}}`;
}

/** One index per day, so that the store's own lifecycle policy can delete whole old indices. */
const daily = { date_layout: '2006-01-02', rollover_frequency: 'day', shards: 3, replicas: 1 };
const dailyIndices = { index_prefix: 'jaeger', spans: daily, services: daily, dependencies: daily, sampling: daily };
