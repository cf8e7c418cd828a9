import { isRecord } from '../../config/record';
/** Reads roles as sets of rights, and bindings as sets of subjects: their order does not matter, and one rule may be split into several. */

type Body = Readonly<Record<string, unknown>>;

export function withRights(body: Body): Body {
  return {
    ...body,
    ...(Array.isArray(body['rules']) ? { rules: named(body['rules'].flatMap(rightsOf)) } : {}),
    ...(Array.isArray(body['subjects']) ? { subjects: named(body['subjects'].map(subjectText)) } : {}),
  };
}

/** `get secrets`, `list deployments.apps/scale`, `update leases.coordination.k8s.io named lock`, `get /metrics`. */
function rightsOf(rule: unknown): readonly string[] {
  if (!isRecord(rule)) return [JSON.stringify(rule)];
  const list = (field: string): readonly string[] => (Array.isArray(rule[field]) ? (rule[field] as readonly unknown[]).map(String) : []);
  const names = list('resourceNames');
  const resources = list('resources').flatMap((resource) =>
    list('apiGroups').flatMap((group) =>
      (names.length === 0 ? [''] : names).map((name) => `${grouped(resource, group)}${name === '' ? '' : ` named ${name}`}`),
    ),
  );
  return list('verbs').flatMap((verb) => [...resources, ...list('nonResourceURLs')].map((what) => `${verb} ${what}`));
}

function grouped(resource: string, group: string): string {
  if (group === '') return resource;
  const [kind = '', ...sub] = resource.split('/');
  return [`${kind}.${group}`, ...sub].join('/');
}

function subjectText(subject: unknown): string {
  if (!isRecord(subject)) return JSON.stringify(subject);
  const namespace = typeof subject['namespace'] === 'string' ? `${subject['namespace']}/` : '';
  return `${String(subject['kind'])} ${namespace}${String(subject['name'])}`;
}

function named(names: readonly string[]): Body {
  return Object.fromEntries(names.map((name) => [name, 'yes']));
}
