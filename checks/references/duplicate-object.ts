import type { ManifestObject } from '../manifest';
import { check } from '../check';

export const duplicateObject = check({
  id: 'references/duplicate-object',
  title: 'every object is in the manifests once',
  why: 'The second apply overwrites the first, so the cluster has whichever file comes later in the alphabet.',
  find: ({ objects }) => {
    const first = new Map<string, ManifestObject>();
    return objects.flatMap((object) => {
      const key = [object.group, object.kind, object.namespace ?? '', object.name].join('/');
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, object);
        return [];
      }
      return [
        {
          subject: object,
          problem: `the same object is in ${earlier.origin.file}${earlier.origin.file === object.origin.file ? ' twice' : ` and in ${object.origin.file}`}`,
          fix: 'remove one of the two, or give it another name',
        },
      ];
    });
  },
});
