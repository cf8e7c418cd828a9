import { configMaps } from '../objects/config-map';
import { check } from '../check';

/** 1 MiB, as in k8s.io/kubernetes/pkg/apis/core MaxSecretSize, which holds for ConfigMaps too. */
const largest = 1024 * 1024;

export const configMapSize = check({
  id: 'workloads/config-map-size',
  title: 'no ConfigMap is larger than 1 MiB',
  why: 'The API server refuses it, in the middle of an apply.',
  find: (manifests) =>
    configMaps.of(manifests).flatMap(({ object, value: { data, binaryData } }) => {
      const text = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
      const bytes = Object.values(binaryData).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), text);
      if (bytes <= largest) return [];
      return [
        {
          subject: object,
          problem: `its values are ${bytes} bytes, and ${largest} is the most`,
          fix: 'split it into several ConfigMaps of one projected volume',
        },
      ];
    }),
});
