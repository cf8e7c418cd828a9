import { valueAt } from '../../config/record';
import { z } from 'zod';

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const kubernetesObject = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata });
const kubernetesList = z.looseObject({ kind: z.string().endsWith('List'), items: z.array(kubernetesObject) });

/** What every Kubernetes object has. Read the rest with {@link numberAt}, {@link stringAt} or a schema of your own. */
export type KubernetesObject = z.infer<typeof kubernetesObject>;

/** Reads what kubectl prints with `-o json`: one object, a list of them, or several of either one after another. */
export function parseObjects(json: string): readonly KubernetesObject[] {
  return json.trim() === '' ? [] : splitDocuments(json).flatMap(parseDocument);
}

function parseDocument(json: string): readonly KubernetesObject[] {
  const value: unknown = JSON.parse(json);
  const list = kubernetesList.safeParse(value);
  return list.success ? list.data.items : [kubernetesObject.parse(value)];
}

/** kubectl indents its JSON, so a closing brace in the first column ends a document. */
function splitDocuments(json: string): readonly string[] {
  return json.split(/(?<=^\})\n/m).filter((document) => document.trim() !== '');
}

/** The number at a path such as `['status', 'readyReplicas']`; `undefined` when there is none. */
export function numberAt(object: KubernetesObject, path: readonly (string | number)[]): number | undefined {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : undefined;
}

/** The text at a path; `undefined` when there is none. */
export function stringAt(object: KubernetesObject, path: readonly (string | number)[]): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
}

/** The status (`True`, `False`, `Unknown`) of a condition such as `Available`; `undefined` when nobody has set it. */
export function conditionStatus(object: KubernetesObject, type: string): string | undefined {
  const conditions = conditionList.safeParse(valueAt(object, ['status', 'conditions']));
  return conditions.data?.find((condition) => condition.type === type)?.status;
}

const conditionList = z.array(z.looseObject({ type: z.string(), status: z.string() }));
