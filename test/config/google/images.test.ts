import { allowedImages, isAllowed } from '../../../config/google/allowed-images';
import { isVersionOf, mirrorOf, mirrors, platformImage } from '../../../config/google/platform-images';
import versions from '../../../config/versions.json';
import { objectsOf } from '../../kubernetes-object';
import { environmentWith } from '../../environment-with';

const here = 'europe-west1-docker.pkg.dev/lyo-platform-dev';
const byCopies = environmentWith({ 'registry.mirrored': true });
const byOrigins = environmentWith({ 'registry.mirrored': false });

test('the copy of an image has the same path and the same tag or digest', () => {
  expect(mirrorOf(byCopies, 'quay.io/prometheus/prometheus:v3.14.0')).toBe(`${here}/mirror-quay/prometheus/prometheus:v3.14.0`);
  expect(mirrorOf(byCopies, 'docker.io/grafana/grafana@sha256:0123')).toBe(`${here}/mirror-docker/grafana/grafana@sha256:0123`);
});

test('an image from a registry without a copy is unchanged, also if the registry’s name only begins like a copied one', () => {
  for (const image of ['gcr.io/gke-release/adapter:v1', 'quay.io.example/a/b:1', `${here}/lyo/backend:1`]) expect(mirrorOf(byCopies, image)).toBe(image);
});

test('the environment chooses whether images of the platform are pulled from copies or origins', () => {
  expect(platformImage(byCopies, 'pause')).toBe(`${here}/mirror-kubernetes/pause:3.10`);
  expect(platformImage(byOrigins, 'pause')).toBe('registry.k8s.io/pause:3.10');
});

test('manifests name either only copies or only original registries', () => {
  const origins = mirrors.map(({ host }) => new RegExp(`"image":"${host.replaceAll('.', '\\.')}/`));
  const named = (environment: typeof byCopies): boolean => origins.some((origin) => origin.test(JSON.stringify(objectsOf(environment))));
  expect([named(byCopies), named(byOrigins)]).toEqual([false, true]);
  expect(JSON.stringify(objectsOf(byOrigins))).not.toContain('/mirror-');
});

test.each([
  ['copies', byCopies],
  ['origins', byOrigins],
])('if manifests name %s, pinned images may run by both names, and no other image of a copy may', (_, environment) => {
  const allowed = allowedImages(environment);
  for (const image of Object.values<string>(versions.images))
    expect([isAllowed(image, allowed), isAllowed(mirrorOf(environment, image), allowed)]).toEqual([true, true]);
  expect(isAllowed(`${here}/mirror-docker/library/anything:1`, allowed)).toBe(false);
  expect(allowed.filter((pattern) => pattern.includes('*'))).toEqual([`${here}/lyo/**`]);
});

test.each([
  'docker.io/grafana/grafana:12.0.0',
  'grafana/grafana',
  'registry.example:5000/copies/grafana/grafana@sha256:0123',
  'quay.io/grafana/grafana:1@sha256:0123',
])('%s is a version of Grafana', (image) => {
  expect(isVersionOf(image, 'grafana')).toBe(true);
});

test.each(['docker.io/grafana/grafana-image-renderer:1.0.0', 'docker.io/notgrafana/grafana:1.0.0', 'docker.io/grafana/loki:3.0.0', ''])(
  '%j is no version of Grafana',
  (image) => {
    expect(isVersionOf(image, 'grafana')).toBe(false);
  },
);
