/** Stores decisions as a ConfigMap, under the optimizer's own name, and as Events. */
import type { DecisionStore, Told } from '../ports';
import { refusalText, type ApiServer } from './api-server';
import { readText, writeText } from './config-map-text';

const key = 'decisions.json';

export interface DecisionStoreOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly name: string;
  /** Name of the process, part of each Event. */
  readonly identity: string;
  /** Seconds since 1970. */
  readonly clock: () => number;
}

/** Most bytes of an Event's note (`NoteLengthLimit` of pkg/apis/core/validation/events.go, which counts bytes of UTF-8). */
const longestNote = 1024;

export function decisionStore({ api, namespace, name, identity, clock }: DecisionStoreOptions): DecisionStore {
  const place = { namespace, name, key };
  /** Version of the last read or write: a late write of a former leader changes nothing. */
  let version: string | undefined;
  return {
    read: async () => {
      const answer = await readText(api, place);
      if (answer.kind === 'text') version = answer.version;
      return answer;
    },
    write: async (text) => {
      const answer = await writeText(api, place, text, version);
      if (answer.kind === 'written') version = answer.version;
      return answer;
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
          note: withinBytes(note, longestNote),
        },
      });
      if (answer.kind === 'unavailable') return answer;
      return answer.status === 201 ? { kind: 'written' } : { kind: 'unavailable', why: refusalText(answer) };
    },
  };
}

/** As many whole characters as have room. */
function withinBytes(text: string, most: number): string {
  let [bytes, kept] = [0, 0];
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) return text.slice(0, kept);
    kept += character.length;
  }
  return text;
}
