/** Whatever field of a backend is missing, problems are reported without a crash. */
import { validate } from '../../config/validate';
import { altered } from '../altered';
import { devWithDatabases } from '../fixtures/databases';
import { devOfEveryKind } from '../fixtures/every-kind';

const every = devOfEveryKind();
const { databases, network } = devWithDatabases;
const source = {
  ...every,
  network,
  databases,
  workloads: every.workloads.map((workload) => ({ ...workload, uses: { shop: { pool: 1 }, cache: { pool: 1 } } })),
};

/** Every field below a value, as `a.b[0].c`. */
function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.map((item: unknown, index) => pathsOf(item, `${path}[${index}]`))
    : Object.entries(value).map(([key, item]) => (/[.[\]]/.test(key) ? [] : pathsOf(item, `${path}.${key}`)));
  return [path, ...inner.flat()];
}

/** Every field of databases and of a workload of each kind. */
const paths = [
  ...pathsOf(databases, 'databases').slice(1),
  ...source.workloads.flatMap((workload, index) => Object.keys(workload).map((field) => `workloads[${index}].${field}`)),
];

test.each([undefined, 'x'])('%j in place of any field', (wrong) => {
  const broken = paths.flatMap((path) => {
    try {
      validate(altered(source, { [path]: wrong }));
      return [];
    } catch (error) {
      return [`${path}: ${String(error)}`];
    }
  });
  expect(broken).toEqual([]);
  expect(paths.length).toBeGreaterThan(80);
});
