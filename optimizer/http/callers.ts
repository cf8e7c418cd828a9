/** Who may write, as the HTTP API needs it; an adapter asks the API server. */

/** User information from TokenReview; all of it is passed to SubjectAccessReview. */
export interface Caller {
  readonly username: string;
  readonly uid?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

export type WriteVerb = 'approve' | 'reject' | 'freeze' | 'unfreeze';

export interface Callers {
  known(
    token: string,
  ): Promise<
    | { readonly kind: 'known'; readonly caller: Caller }
    | { readonly kind: 'nobody'; readonly why: string }
    | { readonly kind: 'unavailable'; readonly why: string }
  >;
  may(
    caller: Caller,
    verb: WriteVerb,
    /** Without a name, all workloads of the namespace. */
    workload: { readonly namespace: string; readonly name?: string },
  ): Promise<{ readonly kind: 'allowed' } | { readonly kind: 'denied'; readonly why: string } | { readonly kind: 'unavailable'; readonly why: string }>;
}
