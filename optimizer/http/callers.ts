/** Who may write, as the HTTP API needs it; an adapter asks the API server. */

/** As the API server knows them: all of it is part of the question whether they may. */
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
    /** Without a name all of the namespace are meant. */
    workload: { readonly namespace: string; readonly name?: string },
  ): Promise<{ readonly kind: 'allowed' } | { readonly kind: 'denied'; readonly why: string } | { readonly kind: 'unavailable'; readonly why: string }>;
}
