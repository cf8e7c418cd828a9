/** Reads files inside of ConfigMaps as data: most of them are YAML and JSON of collectors, Prometheus and Grafana. */
import { parseDocument } from 'yaml';
import { isRecord } from '../../config/record';
import type { ManifestObject } from '../../checks/manifest';
import { withRights } from './rights';

/** The object with each file that is YAML or JSON as data. Of a Secret only the names of its keys are read. */
export function withData({ kind, body }: ManifestObject): unknown {
  if (kind === 'Secret') return { ...body, data: hidden(body['data']), stringData: hidden(body['stringData']) };
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return withRights(body);
  if (kind !== 'ConfigMap' || !isRecord(body['data'])) return body;
  return {
    ...body,
    data: Object.fromEntries(Object.entries(body['data']).map(([file, text]) => [file, typeof text === 'string' ? parsed(file, text) : text])),
  };
}

function hidden(data: unknown): unknown {
  return isRecord(data) ? Object.fromEntries(Object.keys(data).map((key) => [key, '(not shown)'])) : data;
}

function parsed(file: string, text: string): unknown {
  if (!/\.(ya?ml|json)$/.test(file)) return text;
  const document = parseDocument(text);
  return document.errors.length === 0 ? byName(document.toJS()) : text;
}

/** Fields that identify an entry of such a file: the first that all entries of a list have, with different values. */
const identities: readonly (readonly string[])[] = [
  ['name'],
  ['job_name'],
  ['uid'],
  ['alert', 'labels'],
  ['record', 'labels'],
  ['alert', 'record', 'labels'],
  ['title'],
  ['id'],
];

/** Lists whose entries have names become records, so that an added entry is one change and does not shift the others. */
function byName(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    const names = identities.map((fields) => entries.map((entry) => nameOf(entry, fields))).find((all) => all.length > 0 && isUnique(all));
    const inside = entries.map(byName);
    return names === undefined ? inside : Object.fromEntries(inside.map((entry, index) => [names[index] ?? '', entry]));
  }
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, name === 'expr' ? spaced(inside) : byName(inside)]));
  return value;
}

function nameOf(entry: unknown, fields: readonly string[]): string | undefined {
  if (!isRecord(entry)) return undefined;
  const stated = fields.map((field) => entry[field]).filter((value) => value !== undefined);
  const [first] = stated;
  return typeof first === 'string' || typeof first === 'number'
    ? stated.map((one) => (isRecord(one) ? labelText(one) : JSON.stringify(one).replaceAll('"', ''))).join(' ')
    : undefined;
}

function labelText(labels: Readonly<Record<string, unknown>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(',');
}

function isUnique(names: readonly (string | undefined)[]): boolean {
  return !names.includes(undefined) && new Set(names).size === names.length;
}

/** Line breaks in PromQL are no difference. */
function spaced(expression: unknown): unknown {
  return typeof expression === 'string'
    ? expression
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/([([{]) | ([)\]}])/g, '$1$2')
        .trim()
    : expression;
}
