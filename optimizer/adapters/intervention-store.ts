/** Interventions of people (freezes, approvals, rejections) in a ConfigMap of their own: any replica that is asked writes it, and the leader reads it at each tick. */
import type { InterventionStore } from '../interventions/interventions';
import { interventionRecord, nothingSaid } from '../interventions/record';
import type { ApiServer } from './api-server';
import { readText, writeText } from './config-map-text';
import { jsonOf } from '../json-of';

const key = 'interventions.json';
/** A ConfigMap has a mebibyte. */
const mostBytes = 900_000;

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
    write: async (record, revision) => {
      const text = JSON.stringify(record);
      const fault = faultOf(text);
      return fault === undefined ? writeText(api, place, text, revision) : { kind: 'unavailable', why: fault };
    },
  };
}

/** What could not be read again would hold everything back until somebody deletes it. */
function faultOf(text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) return `${key} must have at most ${mostBytes} bytes, received ${bytes}`;
  return interventionRecord.safeParse(jsonOf(text)).success ? undefined : `${key} would be no record of this service`;
}
