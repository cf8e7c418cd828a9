import { parseObjects } from '../../checks/read-manifests';
import { isUnchanged, manifestChanges } from '../../delivery/manifest-changes';

const object = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: lyo-backend\ndata:\n  value: "${value}"\n`;
const parsed = (...documents: readonly string[]): ReturnType<typeof parseObjects> => parseObjects(documents.join('---\n'), 'file.yaml');

test('objects are matched by kind, namespace and name, and compared as a whole', () => {
  const changes = manifestChanges(
    parsed(object('kept', '1'), object('edited', '1'), object('gone', '1')),
    parsed(object('kept', '1'), object('edited', '2'), object('new', '1')),
  );
  expect(changes).toEqual({ added: ['ConfigMap/lyo-backend/new'], changed: ['ConfigMap/lyo-backend/edited'], removed: ['ConfigMap/lyo-backend/gone'] });
});

test('the order of objects and of their fields is no change', () => {
  const reordered = 'kind: ConfigMap\napiVersion: v1\ndata:\n  value: "1"\nmetadata:\n  namespace: lyo-backend\n  name: two\n';
  expect(isUnchanged(manifestChanges(parsed(object('one', '1'), object('two', '1')), parsed(reordered, object('one', '1'))))).toBe(true);
});
