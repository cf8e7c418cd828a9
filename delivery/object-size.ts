/** How large an object may be. */
import type { ManifestObject } from '../checks/manifest';
import { isRecord } from '../config/record';

/** Bytes of data in a ConfigMap or a Secret (k8s.io/kubernetes/pkg/apis/core/validation, `MaxSecretSize`, and its check of ConfigMaps). */
const mostData = 1024 * 1024;

/** Bytes of a request that etcd takes (etcd.io/docs/v3.6/dev-guide/limit). */
const mostWritten = 1.5 * 1024 * 1024;

/** Why etcd does not take it, which no dry run finds: that writes nothing. */
export function unwritable({ body }: ManifestObject): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(body));
  return bytes > mostWritten ? `it must have at most ${mostWritten} bytes, which etcd takes, received ${bytes}` : undefined;
}

/** Why the API server or etcd refuses it. */
export function oversize(object: ManifestObject): string | undefined {
  const bytes = dataBytes(object);
  return bytes > mostData ? `its data must have at most ${mostData} bytes, received ${bytes}` : unwritable(object);
}

/** Values alone: keys are not counted. */
function dataBytes({ kind, group, body }: ManifestObject): number {
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return 0;
  const encoding = kind === 'Secret' ? 'base64' : 'utf8';
  return bytesIn(body['data'], encoding) + bytesIn(body['binaryData'], 'base64') + bytesIn(body['stringData'], 'utf8');
}

function bytesIn(values: unknown, encoding: BufferEncoding): number {
  if (!isRecord(values)) return 0;
  return Object.values(values).reduce<number>((sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0), 0);
}
