import { check } from '../../check';

export const defaultNamespace = check({
  id: 'cis/default-namespace',
  title: 'nothing is in the namespace default',
  why: 'It has no quota, no network policy and no pod security, and everybody’s forgotten objects.',
  find: ({ objects }) =>
    objects
      .filter(({ namespace, kind, name }) => namespace === 'default' || (kind === 'Namespace' && name === 'default'))
      .map((object) => ({ subject: object, problem: 'metadata.namespace is default', fix: 'use a namespace of config/names.ts' })),
});
