/** An API server that restarts, or whose version is being changed, is asked again: it forgets nothing, and every question may be asked twice. */
import type { KubectlResult } from '../kubectl';
import type { Cluster } from './place';

export interface Clock {
  /** Seconds since some moment. */
  readonly now: () => number;
  /** Seconds. */
  readonly sleep: (seconds: number) => void;
  readonly say: (line: string) => void;
}

/** Seconds for which the API server may not answer: a zonal control plane is away for minutes while its version changes. */
const patience = 300;
/** Seconds between two questions. */
const pause = 2;

/** What kubectl, the API server and etcd say when nobody was there to judge. A right that is missing and an object that is refused are none of them. */
const unanswered =
  /no cluster answers|unexpected EOF|: EOF\b|connection reset|http2: |TLS handshake timeout|\((ServiceUnavailable|ServerTimeout|Timeout|TooManyRequests)\)|etcdserver: |context deadline exceeded/;

/** The cluster, where a question that got no answer is asked until it gets one. What was told before the first answer, such as a wrong kubeconfig, is not asked again here. */
export function patient(cluster: Cluster, clock: Clock): Cluster {
  const ask = (args: readonly string[], input?: string): KubectlResult => answered(() => cluster.try(args, input), clock);
  return {
    try: ask,
    run: (args, input) => {
      const result = ask(args, input);
      if (!result.ok) throw new Error(result.why);
      return result.output;
    },
  };
}

function answered(ask: () => KubectlResult, { now, sleep, say }: Clock): KubectlResult {
  const began = now();
  for (let asked = 1; ; asked += 1) {
    const result = ask();
    if (result.ok || !unanswered.test(result.why) || now() - began >= patience) {
      if (asked > 1 && result.ok) say(`the API server answers again, after ${Math.round(now() - began)} s`);
      return result;
    }
    if (asked === 1) say(`the API server does not answer; it is asked again for ${patience} s`);
    sleep(pause);
  }
}
