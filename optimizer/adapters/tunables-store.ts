/**
 * Tunables as ConfigMaps, one a workload, in its namespace: the file that its pods read, and beside it what is being tried and what became of it. Both are one object,
 * written whole by server-side apply: a crash leaves the old pair or the new one. Never by force: who changes the file owns it, and keeps it.
 */
import { z } from 'zod';
import { tunables as place, tunablesOf } from '../../config/names';
import { isRecord, valueAt } from '../../config/record';
import { tunablesRecord, untuned, type TunablesPort, type TunablesRecord } from '../acting/tunables';
import { refusalText, type ApiServer } from './api-server';
import { fieldManager } from './field-manager';
import { jsonOf } from '../json-of';

/** Of the record, beside the file of the pods. */
const recordFile = 'optimizer.json';
/** Bytes of a record: a ConfigMap has a mebibyte, and the API server's own notes are part of the answer. */
const mostBytes = 500_000;

const configMap = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    managedFields: z.array(z.object({ manager: z.string().optional(), operation: z.string().optional(), fieldsV1: z.unknown() })).optional(),
  }),
  data: z.record(z.string(), z.string()).optional(),
});
type ConfigMap = z.infer<typeof configMap>;
type Read = Awaited<ReturnType<TunablesPort['read']>>;

export function tunablesStore(api: ApiServer): TunablesPort {
  return {
    read: async (workload) => {
      const answer = await api({ method: 'GET', path: pathOf(workload) });
      if (answer.kind === 'unavailable') return answer;
      if (answer.status === 404) return { kind: 'stored', record: untuned, revision: undefined };
      const parsed = configMap.safeParse(answer.body);
      return answer.status === 200 && parsed.success ? storedIn(parsed.data) : { kind: 'unavailable', why: refusalText(answer) };
    },
    write: async (workload, record, revision) => {
      const { name, namespace } = placeOf(workload);
      const text = textOf(record);
      // what this service could not read again would count as somebody else's for ever
      if (!tunablesRecord.safeParse(jsonOf(text)).success) return { kind: 'unavailable', why: `${recordFile} would be no record of this service` };
      const answer = await api({
        method: 'PATCH',
        path: `${pathOf(workload)}?fieldManager=${fieldManager}&force=false`,
        type: 'application/apply-patch+yaml',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          // without a version it is made; what somebody else makes meanwhile has other owners, and is a conflict
          metadata: { name, namespace, ...(revision === undefined ? {} : { resourceVersion: revision }) },
          data: { [place.file]: fileOf(record), [recordFile]: text },
        },
      });
      if (answer.kind === 'unavailable') return answer;
      if (answer.status === 200 || answer.status === 201) return { kind: 'written' };
      return { kind: answer.status === 409 ? 'taken' : 'unavailable', why: refusalText(answer) };
    },
  };
}

function placeOf(workload: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', deployment = ''] = workload.split('/');
  return { namespace, name: tunablesOf(deployment) };
}

function pathOf(workload: string): string {
  const { namespace, name } = placeOf(workload);
  return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
}

const fileOf = ({ values }: TunablesRecord): string => `${JSON.stringify(values)}\n`;

/** As many of the changes that are over as have room; the one that is watched always has. */
function textOf(record: TunablesRecord): string {
  for (let kept = record.finished.length; ; kept -= 1) {
    const text = JSON.stringify({ ...record, finished: kept === 0 ? [] : record.finished.slice(-kept) });
    if (kept === 0 || Buffer.byteLength(text) <= mostBytes) return text;
  }
}

/** What others wrote is theirs, also where the optimizer could not read what it wrote itself. */
function storedIn({ metadata, data = {} }: ConfigMap): Read {
  const foreign = (why: string): Read => ({ kind: 'foreign', why });
  for (const key of [place.file, recordFile]) {
    const owners = (metadata.managedFields ?? []).filter(({ fieldsV1 }) => isRecord(valueAt(fieldsV1, ['f:data', `f:${key}`])));
    const others = owners.filter(({ manager, operation }) => manager !== fieldManager || operation !== 'Apply');
    if (others.length > 0) return foreign(`${key} is written by ${others.map(({ manager }) => manager ?? 'nobody who gave a name').join(', ')}`);
    if (owners.length === 0) return foreign(`${key} is there without an owner, or is not there`);
  }
  const record = tunablesRecord.safeParse(jsonOf(data[recordFile] ?? ''));
  if (!record.success) return foreign(`${recordFile} is no record of this service`);
  if (data[place.file] !== fileOf(record.data)) return foreign(`${place.file} is not what ${recordFile} says`);
  return { kind: 'stored', record: record.data, revision: metadata.resourceVersion };
}
