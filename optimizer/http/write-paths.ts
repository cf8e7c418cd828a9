/** Writing paths of the API with the schemas of their bodies; the OpenAPI document and the server use the same table. */
import { z } from 'zod';
import type { WriteVerb } from './callers';

const reason = z.string().min(1).max(300).optional().describe('For whoever reads it later.');
const workload = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be namespace/name')
  .optional()
  .describe('`namespace/name`; all workloads where it is left out.');
const until = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2027-03-01T12:00:00Z' })
  .optional()
  .describe('End of the freeze; until somebody ends it where it is left out.');

export interface WritePath {
  readonly verb: WriteVerb;
  readonly body: z.ZodType;
  readonly title: string;
}

export const freezeBody = z.strictObject({ workload, until, reason });
export const unfreezeBody = z.strictObject({ workload, reason });
export const answerBody = z.strictObject({ reason });

/** By path; `{id}` is the id of a proposal. */
export const writePaths = {
  '/api/v1/freeze': {
    verb: 'freeze',
    body: freezeBody,
    title: 'Nothing is decided for a workload, or for all: the autoscaler works alone. A change that is being watched is still undone when it does harm.',
  },
  '/api/v1/unfreeze': { verb: 'unfreeze', body: unfreezeBody, title: 'Ends a freeze of the same scope. Freezes of the configuration stay.' },
  '/api/v1/proposals/{id}/approve': {
    verb: 'approve',
    body: answerBody,
    title: 'Has the optimizer make the change within the hour, watched as its own changes are.',
  },
  '/api/v1/proposals/{id}/reject': { verb: 'reject', body: answerBody, title: 'Has it propose nothing within a tenth of that for thirty days.' },
} as const satisfies Readonly<Record<string, WritePath>>;

export interface MatchedWrite extends WritePath {
  /** Of a proposal. @default - the path has none */
  readonly id?: string;
}

/** Undefined if the path does not write. */
export function writePathOf(path: string): MatchedWrite | undefined {
  if (Object.hasOwn(writePaths, path) && !path.includes('{')) return writePaths[path as keyof typeof writePaths];
  const [, id, verb] = /^\/api\/v1\/proposals\/([0-9a-f]{16})\/(approve|reject)$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  return { ...writePaths[verb === 'approve' ? '/api/v1/proposals/{id}/approve' : '/api/v1/proposals/{id}/reject'], id };
}
