/** Interventions of people (freezes, approvals, rejections) in a ConfigMap of their own: any replica that is asked writes it, and the leader reads it at each tick. */
import type { InterventionStore } from '../interventions/interventions';
import { interventionRecord, nothingSaid } from '../interventions/record';
import type { ApiServer } from './api-server';
import { readText, writeText } from './config-map-text';

const key = 'interventions.json';

export function interventionStore(api: ApiServer, { namespace, name }: { readonly namespace: string; readonly name: string }): InterventionStore {
  const place = { namespace, name, key };
  return {
    read: async () => {
      const answer = await readText(api, place);
      if (answer.kind === 'unavailable') return answer;
      if (answer.text === undefined) return { kind: 'record', record: nothingSaid, revision: answer.version };
      const parsed = interventionRecord.safeParse(jsonOf(answer.text));
      return parsed.success
        ? { kind: 'record', record: parsed.data, revision: answer.version }
        : { kind: 'unreadable', why: `${key} of the ConfigMap ${namespace}/${name} is no record of this service` };
    },
    write: (record, revision) => writeText(api, place, JSON.stringify(record), revision),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
