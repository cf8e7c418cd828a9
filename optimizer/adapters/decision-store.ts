/**
 * Stores decisions as a ConfigMap and as Events. The ConfigMap is written whole by server-side apply, under the optimizer's own name and never by force: a crash
 * leaves the old text or the new one, and fields of another manager are not taken over.
 */
import { z } from 'zod';
import type { DecisionStore, Told } from '../ports';
import { refusalText, type ApiServer } from './api-server';
import { fieldManager } from './field-manager';

const key = 'decisions.json';
const configMap = z.object({ metadata: z.object({ resourceVersion: z.string() }), data: z.record(z.string(), z.string()).optional() });

export interface DecisionStoreOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly name: string;
  /** Name of the process, part of each Event. */
  readonly identity: string;
  /** Seconds since 1970. */
  readonly clock: () => number;
}

/** Most characters of an Event. */
const longestNote = 1000;

export function decisionStore({ api, namespace, name, identity, clock }: DecisionStoreOptions): DecisionStore {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  /** Version of the last read or write: a late write of a former leader changes nothing. */
  let version: string | undefined;
  return {
    read: async () => {
      const answer = await api({ method: 'GET', path });
      if (answer.kind === 'unavailable') return answer;
      if (answer.status === 404) {
        version = undefined;
        return { kind: 'text', text: undefined };
      }
      const parsed = configMap.safeParse(answer.body);
      if (answer.status !== 200 || !parsed.success) return { kind: 'unavailable', why: refusalText(answer) };
      version = parsed.data.metadata.resourceVersion;
      return { kind: 'text', text: parsed.data.data?.[key] };
    },
    write: async (text) => {
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, ...(version === undefined ? {} : { resourceVersion: version }) },
        data: { [key]: text },
      };
      const answer = await api({
        method: 'PATCH',
        path: `${path}?fieldManager=${fieldManager}&force=false`,
        type: 'application/apply-patch+yaml',
        body,
      });
      if (answer.kind === 'unavailable') return answer;
      if (answer.status === 200 || answer.status === 201) {
        version = configMap.safeParse(answer.body).data?.metadata.resourceVersion;
        return { kind: 'written' };
      }
      return { kind: answer.status === 409 ? 'taken' : 'unavailable', why: refusalText(answer) };
    },
    tell: async ({ namespace: space, deployment, reason, note }: Told) => {
      const answer = await api({
        method: 'POST',
        path: `/apis/events.k8s.io/v1/namespaces/${space}/events`,
        body: {
          apiVersion: 'events.k8s.io/v1',
          kind: 'Event',
          metadata: { generateName: `${deployment}.optimizer-`, namespace: space },
          eventTime: new Date(clock() * 1000).toISOString().replace('Z', '000Z'),
          reportingController: 'lyo-platform/optimizer',
          reportingInstance: identity.slice(0, 128),
          action: 'Optimize',
          reason,
          type: 'Normal',
          regarding: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment, namespace: space },
          note: note.slice(0, longestNote),
        },
      });
      if (answer.kind === 'unavailable') return answer;
      return answer.status === 201 ? { kind: 'written' } : { kind: 'unavailable', why: refusalText(answer) };
    },
  };
}
