import type { Draft, Edit } from './draft';
import { container, deployment, pod } from './names';

/** Adds a file to the workload as its field `files` does: a key of a ConfigMap, mounted as one file. */
export function mountedFile(draft: Draft, mountPath: string, text: string): Edit {
  draft.add(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'lyo-backend' }, data: { settings: text } }));
  return draft
    .edit(deployment)
    .append(`${pod}.volumes`, { name: 'settings', configMap: { name: 'settings' } })
    .append(`${container}.volumeMounts`, { name: 'settings', mountPath, subPath: 'settings', readOnly: true });
}
