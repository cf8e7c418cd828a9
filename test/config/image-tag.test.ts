import { imageTag } from '../../config/image-tag';

const digest = `sha256:${'0a'.repeat(32)}`;

test.each([
  ['docker.example/team/backend:1.2', '1.2'],
  ['registry.example:5000/team/backend:1.2', '1.2'],
  [`docker.example/team/backend:1.2@${digest}`, '1.2'],
  [`registry.example:5000/team/backend:v1.2-rc.1@${digest}`, 'v1.2-rc.1'],
  [`docker.example/team/backend@${digest}`, undefined],
  [`registry.example:5000/team/backend@${digest}`, undefined],
  ['registry.example:5000/backend', undefined],
  ['localhost:5000/1.2/backend', undefined],
])('the tag of %s is %s', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});
