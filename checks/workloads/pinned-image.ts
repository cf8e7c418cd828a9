import { hasDigest, imageTag } from '../../config/image-tag';
import { allContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

/** Tags that are moved to new images by convention. */
const movingTags = ['latest', 'main', 'master', 'develop', 'dev', 'edge', 'nightly', 'stable', 'canary'];

export const pinnedImage = check({
  id: 'workloads/pinned-image',
  title: 'every image has a pinned version',
  why: 'With a moving tag two pods of one Deployment may run different programs, and what was reviewed is not what runs.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod)
        .filter(({ image }) => !isPinned(image ?? ''))
        .map(({ name, image }) => ({
          subject: object,
          problem: `the image of container ${name} is ${image ?? 'not stated'}`,
          fix: 'state a version tag or a digest (platform components: config/versions.json; workloads: config/<environment>.ts)',
        })),
    ),
});

function isPinned(image: string): boolean {
  if (hasDigest(image)) return true;
  const tag = imageTag(image);
  return tag !== undefined && !movingTags.includes(tag);
}
