import type { Environment } from '../../../config/environment';
import { imagesWithoutDigest } from '../../../config/rules/image-rules';
import { validate } from '../../../config/validate';
import { versions } from '../../../config/versions';
import { synthesize } from '../../../charts/synthesis';
import { parseObjects } from '../../../checks/read-manifests';
import { imageSource } from '../../../checks/workloads/image-source';
import { environmentWith } from '../../environment-with';
import { altered } from '../../altered';
import { dev } from '../../fixtures/dev';

const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Problems of the image of a workload and of further images by name. */
function problems(image: string, images: Readonly<Record<string, string>>, digests: boolean | undefined): readonly string[] {
  const { registry, workloads } = environmentWith();
  const draft = {
    registry: { ...registry, digests },
    workloads: workloads.map((workload, index) => ({ index, workload: { ...workload, image } })),
    allWorkloads: true,
  };
  return imagesWithoutDigest(images, draft).map(({ path, received }) => `${path} ${String(received)}`);
}

describe('an environment that requires digests', () => {
  test.each([
    ['a tag alone', 'registry.example/a/b:1'],
    ['a tag that looks like a digest', `registry.example/a/b:sha256-${'0'.repeat(64)}`],
    ['the port of a registry', 'registry.example:5000/a/b:1'],
  ])('is refused with %s, for a workload and for the platform', (_, image) => {
    expect(problems(image, { injected: image, pause: `registry.example/pause:3${digest}` }, true)).toEqual([
      `workloads[0].image ${image}`,
      `versions.images.injected ${image}`,
    ]);
  });

  test('accepts digests, with and without a tag', () => {
    expect(problems(`registry.example/a/b:1${digest}`, { pause: `registry.example/pause${digest}` }, true)).toEqual([]);
  });

  test('reports all images at once, by the names of their fields', () => {
    const result = validate(altered(dev, { 'registry.digests': true }));
    const paths = result.ok ? [] : result.problems.map(({ path }) => path);
    const without = Object.entries<string>(versions.images).filter(([, image]) => !image.includes('@sha256:'));
    expect(paths).toEqual(['dev.workloads[0].image', ...without.map(([name]) => `dev.versions.images.${name}`)]);
  });
});

test('an environment that does not require digests accepts tags', () => {
  for (const digests of [false, undefined]) expect(problems('registry.example/a/b:1', { pause: 'registry.example/pause:3' }, digests)).toEqual([]);
});

test('manifests of an environment that requires digests are refused with an image by tag alone, also in the init container of the instrumentation', () => {
  const asking = { ...environmentWith(), registry: { ...environmentWith().registry, digests: true } };
  const objects = synthesize(asking).flatMap(({ name, yaml }) => parseObjects(yaml, `manifests/dev/${name}`));
  const check = (environment: Environment): readonly string[] =>
    imageSource([environment])
      .violationsIn({ environment: environment.name, objects })
      .map(({ problem }) => problem);
  expect(check(asking).filter((problem) => problem.includes('container python-instrumentation'))).toEqual([expect.stringContaining('which has no digest')]);
  expect(check(asking).length).toBeGreaterThan(5);
  expect(check(environmentWith())).toEqual([]);
});
