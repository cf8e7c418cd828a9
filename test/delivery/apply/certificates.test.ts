/** The CA bundle of an aggregated API is set once, and never forgotten. */
import { manifestObject } from '../../../checks/manifest';
import { certifier } from '../../../delivery/apply/certificates';
import { RememberingCluster } from '../remembering-cluster';

const name = 'v1beta2.custom.metrics.k8s.io';
const api = manifestObject({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name } }, { file: 'a.yaml' });

test('the bundle of a new API is set after the API exists, and one that is set already is only read, once per run', () => {
  const server = new RememberingCluster();
  const first = certifier(() => new Date());
  expect(first(server, [api])).toEqual([expect.stringMatching(/: made$/)]);
  expect(server.written()).toEqual(['Secret', 'Lease']);
  server.bring(name);
  expect(first(server, [api])).toEqual([expect.stringMatching(/: kept$/)]);
  expect(server.written()).toEqual(['APIService']);
  expect(first(server, [api])).toEqual([]);
  const second = certifier(() => new Date());
  expect([second(server, [api]).length, second(server, [api]).length]).toEqual([1, 0]);
  expect(server.calls.map(({ args }) => args[0])).toEqual(['get']);
});
