import fc from 'fast-check';
import { valueAt } from '../../../config/record';
import type { OutsideStore } from '../../../config/trace-store';
import { storageBackend } from '../../../constructs/jaeger/storage';

const key = { secret: 'jaeger-storage', key: 'password' };
const network = { cidr: '10.10.32.0/24', port: 9200 };
const search = { url: 'https://search.lyo.example:9200', user: key, password: key, network };
const stores: readonly OutsideStore[] = [
  { kind: 'opensearch', ...search },
  { kind: 'elasticsearch', ...search },
  { kind: 'clickhouse', address: 'traces.lyo.example:9440', database: 'jaeger', user: key, password: key, network: { ...network, port: 9440 } },
];

test('Badger keeps its data on the volume, for the retention of traces', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (retention) => {
      const { badger } = storageBackend({ kind: 'badger', dailyVolume: '2048Mi' }, { retention: `${retention}s`, folder: '/data' });
      expect(badger).toEqual({ directories: { keys: '/data/keys', values: '/data/values' }, ephemeral: false, ttl: { spans: `${retention}s` } });
    }),
  );
});

test.each(stores)('$kind: the configuration refers to files of user and password, and contains neither', (store) => {
  const backend = storageBackend(store, { retention: '604800s' });
  expect(Object.keys(backend)).toEqual([store.kind]);
  expect(valueAt(backend, `${store.kind}.auth.basic`)).toEqual({
    username: '${file:/etc/trace-store/user}',
    ...(store.kind === 'clickhouse'
      ? { password: '${file:/etc/trace-store/password}' }
      : { password_file: '/etc/trace-store/password', reload_interval: '60s' }),
  });
  expect(JSON.stringify(backend)).not.toContain(key.secret);
});

test.each(['opensearch', 'elasticsearch'] as const)('%s: a trace is found during its whole retention, and an index covers a day', (kind) => {
  const backend = storageBackend({ kind, ...search }, { retention: '604800s' });
  expect(backend[kind]).toMatchObject({ server_urls: [search.url], max_span_age: '604800s' });
  for (const index of ['spans', 'services', 'dependencies', 'sampling']) {
    expect(valueAt(backend, `${kind}.indices.${index}`)).toMatchObject({ rollover_frequency: 'day', date_layout: '2006-01-02' });
  }
});
