/** Configuration of Jaeger's storage, for the jaeger_storage extension (Jaeger 2.13, cmd/jaeger/config-*.yaml). */
import type { Duration } from '../../config/quantities';
import type { TraceStorage } from '../../config/tracing';
import type { Settings } from '../collector/collector-config';

/** Folder of the volume that Badger writes to. */
export const badgerFolder = '/var/lib/jaeger';

/** Folder of the files that hold the store's user and password; the configuration names them and never holds them. */
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
          // its default loses everything at a restart
          ephemeral: false,
          ttl: { spans: retention },
        },
      };
    case 'opensearch':
    case 'elasticsearch':
      return {
        [storage.kind]: {
          server_urls: [storage.url],
          // read as it stands, and again when it changes: a password such as `a: b` would be YAML
          auth: { basic: { username, password_file: `${credentialsFolder}/${credentialFiles.password}`, reload_interval: '60s' } },
          indices: dailyIndices,
          // how far back a trace is looked for; its default of 72 h hides what is kept longer
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

/** What stands in the file, read by the file provider of the collector's configuration: a text that is a YAML mapping or list is none there. */
function fromFile(name: string): string {
  return `\${file:${credentialsFolder}/${name}}`;
}

/** An index a day: the store's own lifecycle policy removes old ones as wholes. */
const daily = { date_layout: '2006-01-02', rollover_frequency: 'day', shards: 3, replicas: 1 };
const dailyIndices = { index_prefix: 'jaeger', spans: daily, services: daily, dependencies: daily, sampling: daily };
