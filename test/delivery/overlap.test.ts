import { parseObjects } from '../../checks/read-manifests';
import type { ManifestObject } from '../../checks/manifest';
import { synthesize } from '../../charts/synthesis';
import { lostByOldPods } from '../../delivery/overlap';
import type { Changes } from '../altered';
import { environmentWith, firstWorkload } from '../environment-with';

const database = { cidr: '10.20.0.0/24', port: 5432 };

function objectsOf(changes: Changes): readonly ManifestObject[] {
  return synthesize(environmentWith(changes)).flatMap(({ name, yaml }) => parseObjects(yaml, name));
}

function lost(before: Changes, after: Changes): readonly string[] {
  return lostByOldPods(objectsOf(before), objectsOf(after));
}

const { egress, shutdown, image } = firstWorkload(environmentWith());
const released: Changes = { 'workloads[0].image': image.replace(/:[^:]+$/, ':2.0.0') };

test('a release that takes nothing away is silent', () => {
  expect(lost({}, {})).toEqual([]);
  expect(lost({}, released)).toEqual([]);
  expect(lost({}, { ...released, 'workloads[0].egress': [...egress, database] })).toEqual([]);
  // probes, policies, routes and scrapes mean the port by its name
  expect(lost({}, { ...released, 'workloads[0].port': 9000 })).toEqual([]);
});

test('a destination that goes with the version that still uses it is told, and one that goes alone is not', () => {
  expect(lost({ 'workloads[0].egress': [...egress, database] }, released)).toEqual([
    expect.stringMatching(
      /^the old pods of Deployment lyo-backend\/backend lose connections to 10\.20\.0\.0\/24, port 5432 while they serve: make that a change of its own/,
    ),
  ]);
  expect(lost({ 'workloads[0].egress': [...egress, database] }, {})).toEqual([]);
});

test.each(['api.stripe.com', '*.example.org'])('a name that goes with the version that still uses it is told: %s', (host) => {
  expect(lost({ 'workloads[0].egress': [...egress, { host, port: 8443 }] }, released)).toEqual([
    expect.stringContaining(`lose connections to ${host}, port 8443 while they serve`),
  ]);
  expect(lost({}, { ...released, 'workloads[0].egress': [...egress, { host, port: 8443 }] })).toEqual([]);
});

test('another port of the same destination is another connection', () => {
  expect(lost({ 'workloads[0].egress': [database] }, { ...released, 'workloads[0].egress': [{ ...database, port: 6432 }] })).toHaveLength(1);
});

test('a further port whose number goes is told with where its callers look for it, and one that comes is not', () => {
  const grpc = (port: number): Changes => ({ 'workloads[0].ports': { grpc: port, metrics: port + 1 } });
  expect(lost({}, { ...released, ...grpc(50_051) })).toEqual([]);
  const gone = expect.stringContaining('are no longer reached at backend.lyo-backend:50051, where its callers look for them: make that a change of its own');
  expect(lost(grpc(50_051), { ...released, ...grpc(50_061) })).toEqual([gone]);
  expect(lost(grpc(50_051), released)).toEqual([gone]);
});

test('a path that the old pods do not know is told, and one that is taken away is not', () => {
  expect(lost({ 'workloads[0].path': '/shop' }, { ...released, 'workloads[0].path': '/store' })).toContainEqual(
    expect.stringContaining('get requests under /store, which only the new version may know'),
  );
});

test('a grace that gets shorter is told with both, a longer one is not', () => {
  const shorter = { ...shutdown, grace: '50s' };
  expect(lost({}, { 'workloads[0].shutdown': shorter })).toEqual([expect.stringContaining('take up to 60 s to end, and the quota counts on 50 s')]);
  expect(lost({ 'workloads[0].shutdown': shorter }, {})).toEqual([]);
});

test('a workload that is new or gone has no old pods beside new ones', () => {
  expect(lostByOldPods([], objectsOf({}))).toEqual([]);
  expect(lostByOldPods(objectsOf({}), [])).toEqual([]);
});
