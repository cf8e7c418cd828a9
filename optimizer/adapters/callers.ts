/** Authenticates and authorizes callers by the API server: TokenReview, then SubjectAccessReview. */
import { z } from 'zod';
import type { Caller, Callers } from '../http/callers';
import { refusalText, type ApiServer } from './api-server';

export interface CallersOptions {
  readonly api: ApiServer;
  /** Audience that a token must have; tokens of other audiences, such as the API server's, are refused. */
  readonly audience: string;
  /** API group of the rights. Nobody serves it; roles name it. */
  readonly group: string;
}

const user = z.object({
  username: z.string().min(1),
  uid: z.string().optional(),
  groups: z.array(z.string()).optional(),
  extra: z.record(z.string(), z.array(z.string())).optional(),
});
const review = z.object({
  status: z.object({
    authenticated: z.boolean().optional(),
    audiences: z.array(z.string()).optional(),
    user: user.partial().optional(),
    error: z.string().optional(),
  }),
});
const accessReview = z.object({ status: z.object({ allowed: z.boolean(), reason: z.string().optional() }) });

/** Three parts of Base64: anything else is refused without asking. */
const token = /^[\w-]{4,4000}\.[\w-]{4,6000}\.[\w-]{4,2000}$/;

export function callers({ api, audience, group }: CallersOptions): Callers {
  return {
    known: async (sent) => {
      if (!token.test(sent)) return { kind: 'nobody', why: 'the token must be a JSON web token' };
      const spec = { token: sent, audiences: [audience] };
      const answer = await api({
        method: 'POST',
        path: '/apis/authentication.k8s.io/v1/tokenreviews',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec },
      });
      if (answer.kind === 'unavailable') return answer;
      const parsed = review.safeParse(answer.body);
      if (answer.status !== 201 || !parsed.success) return { kind: 'unavailable', why: refusalText(answer) };
      return callerOf(parsed.data.status, audience);
    },
    may: async ({ username, ...caller }, verb, { namespace, name }) => {
      const resourceAttributes = { group, resource: 'workloads', verb, namespace, ...(name === undefined ? {} : { name }) };
      const answer = await api({
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: username, ...caller, resourceAttributes } },
      });
      if (answer.kind === 'unavailable') return answer;
      const parsed = accessReview.safeParse(answer.body);
      if (answer.status !== 201 || !parsed.success) return { kind: 'unavailable', why: refusalText(answer) };
      return parsed.data.status.allowed
        ? { kind: 'allowed' }
        : { kind: 'denied', why: `${username} may not ${verb} ${name ?? 'all'} of workloads.${group} in ${namespace}` };
    },
  };
}

type Reviewed = Awaited<ReturnType<Callers['known']>>;

/** An authenticator without support for audiences answers without them; such a token is refused. */
function callerOf({ authenticated, audiences = [], user: found, error }: z.infer<typeof review>['status'], audience: string): Reviewed {
  if (authenticated !== true) return { kind: 'nobody', why: error === undefined ? 'the API server does not know the token' : error.slice(0, 300) };
  if (!audiences.includes(audience)) return { kind: 'nobody', why: `the token must be for the audience ${audience}` };
  const parsed = user.safeParse(found);
  if (!parsed.success || !parsed.data.username.startsWith('system:serviceaccount:'))
    return { kind: 'nobody', why: 'the token must be that of a ServiceAccount' };
  const caller: Caller = parsed.data;
  return { kind: 'known', caller };
}
