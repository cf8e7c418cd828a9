/** One text in a ConfigMap, written whole by server-side apply, never by force, and only over the version that was read: a crash leaves the old text or the new one. */
import { z } from 'zod';
import type { StoreAnswer } from '../ports';
import { refusalText, type ApiServer } from './api-server';
import { fieldManager } from './field-manager';

const configMap = z.object({ metadata: z.object({ resourceVersion: z.string() }), data: z.record(z.string(), z.string()).optional() });

export interface TextPlace {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** `text` is undefined where there is none; without a version there is no object. */
export type TextAnswer =
  { readonly kind: 'text'; readonly text: string | undefined; readonly version: string | undefined } | { readonly kind: 'unavailable'; readonly why: string };

const pathOf = ({ namespace, name }: TextPlace): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`;

export async function readText(api: ApiServer, place: TextPlace): Promise<TextAnswer> {
  const answer = await api({ method: 'GET', path: pathOf(place) });
  if (answer.kind === 'unavailable') return answer;
  if (answer.status === 404) return { kind: 'text', text: undefined, version: undefined };
  const parsed = configMap.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) return { kind: 'unavailable', why: refusalText(answer) };
  return { kind: 'text', text: parsed.data.data?.[place.key], version: parsed.data.metadata.resourceVersion };
}

/** @param version that was read; without one the object is made @returns with the new version */
export async function writeText(
  api: ApiServer,
  place: TextPlace,
  text: string,
  version: string | undefined,
): Promise<StoreAnswer & { readonly version?: string | undefined }> {
  const { name, namespace, key } = place;
  const metadata = { name, namespace, ...(version === undefined ? {} : { resourceVersion: version }) };
  const answer = await api({
    method: 'PATCH',
    path: `${pathOf(place)}?fieldManager=${fieldManager}&force=false`,
    type: 'application/apply-patch+yaml',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [key]: text } },
  });
  if (answer.kind === 'unavailable') return answer;
  if (answer.status === 200 || answer.status === 201) return { kind: 'written', version: configMap.safeParse(answer.body).data?.metadata.resourceVersion };
  return { kind: answer.status === 409 ? 'taken' : 'unavailable', why: refusalText(answer) };
}
