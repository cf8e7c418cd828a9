/** Repeats requests to an API server that restarts or is being upgraded: it loses no data, and every request may be repeated. */
import type { KubectlResult } from '../kubectl';
import type { Cluster } from './place';

export interface Clock {
  /** Seconds of a monotonic clock. */
  readonly now: () => number;
  /** Seconds. */
  readonly sleep: (seconds: number) => void;
  readonly say: (line: string) => void;
}

/** Seconds for which the API server may be unreachable: a zonal control plane is away for minutes during an upgrade. */
const patience = 300;
/** Seconds between two attempts. */
const pause = 2;

/** Messages of kubectl, the API server and etcd when the request was not processed. Missing rights and refused objects are not among them. */
const unanswered =
  /no cluster answers|unexpected EOF|: EOF\b|connection reset|http2: |TLS handshake timeout|\((ServiceUnavailable|ServerTimeout|Timeout|TooManyRequests)\)|etcdserver: |context deadline exceeded/;

/** The cluster, with requests repeated until they get an answer. An error before the first answer, such as a wrong kubeconfig, is not repeated. */
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
    if (asked === 1) say(`the API server does not answer; trying again for ${patience} s`);
    sleep(pause);
  }
}
