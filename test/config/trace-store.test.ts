import fc from 'fast-check';
import { cidrText, ipRange, liesIn } from '../../config/ip-range';
import { tracingRules } from '../../config/rules/tracing-rules';
import { isInsideCluster, storeEndpoint, type OutsideStore } from '../../config/trace-store';
import { environmentWith } from '../environment-with';

const key = { secret: 'jaeger-storage', key: 'password' };
const ports = fc.integer({ min: 1, max: 65_535 });
const addresses = fc.tuple(fc.integer({ min: 1, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'));
const schemes = fc.constantFrom('http', 'https');

function search(url: string, network: OutsideStore['network'] = { cidr: '10.10.32.0/24', port: 9200 }): OutsideStore {
  return { kind: 'opensearch', url, user: key, password: key, network };
}

test('an endpoint is parsed from its address, with the default port of the scheme', () => {
  fc.assert(
    fc.property(schemes, addresses, ports, (scheme, host, port) => {
      expect(storeEndpoint(search(`${scheme}://${host}:${port}/traces`))).toEqual({ option: 'url', host, port });
      expect(storeEndpoint(search(`${scheme}://${host}`)).port).toBe(scheme === 'http' ? 80 : 443);
      const clickhouse: OutsideStore = {
        kind: 'clickhouse',
        address: `${host}:${port}`,
        database: 'jaeger',
        user: key,
        password: key,
        network: { cidr: '10.0.0.0/8', port },
      };
      expect(storeEndpoint(clickhouse)).toEqual({ option: 'address', host, port });
    }),
  );
});

test('names of the cluster are inside, whatever the namespace, and similar names are not', () => {
  for (const host of ['localhost', '127.0.0.1', 'search.logs.svc', 'search.logs.svc.cluster.local', 'search.logs.svc.cluster.local.']) {
    expect(isInsideCluster(host)).toBe(true);
  }
  for (const host of ['search.lyo.example', 'localhost.lyo.example', 'svc.lyo.example', 'my-svc', '12.7.0.1']) expect(isInsideCluster(host)).toBe(false);
});

// ranges around the host, so that some contain it and some do not
const placed = fc.tuple(addresses, fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 2 ** 10 })).map(([host, prefix, away]) => {
  const first = ipRange(`${host}/32`).first + away;
  return { host, cidr: cidrText(ipRange(cidrText({ first: Math.min(first, 2 ** 32 - 1), prefix }))) };
});

test('a store is unreachable exactly if its port differs or its address is outside the range, and each reason is reported', () => {
  const { tracing } = environmentWith();
  fc.assert(
    fc.property(placed, ports, ports, ({ host, cidr }, port, opened) => {
      const draft = { tracing: { ...tracing, storage: search(`https://${host}:${port}`, { cidr, port: opened }) }, workloads: [], allWorkloads: true };
      const told = tracingRules.flatMap((rule) => rule(draft)).map(({ path, received }) => ({ path, received }));
      expect(told).toEqual([
        ...(port === opened ? [] : [{ path: 'tracing.storage.network.port', received: opened }]),
        ...(liesIn(ipRange(`${host}/32`), ipRange(cidr)) ? [] : [{ path: 'tracing.storage.network.cidr', received: cidr }]),
      ]);
    }),
    { numRuns: 500 },
  );
});
