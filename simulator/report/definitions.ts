/** Definitions of the numbers in a report, with their sources. */
export const definitions: readonly (readonly [term: string, meaning: string])[] = [
  [
    'violations',
    'Share of all requests that came while the ready pods were above 85 % of their CPU request, the knee of latency, or that could not be served.',
  ],
  [
    'cost/oracle',
    'Pod-hours, from the decision to the end of each pod, over those of the cheapest plan that never has too few pods: it knows the future and the start-up.',
  ],
  [
    'p95, p99',
    'Latency of the requests in seconds, from one queue a pod (M/G/1, Pollaczek and Khinchine) with an exponential sojourn. It compares; it does not predict.',
  ],
  ['actions/day', 'Changes of the wanted replicas in a day.'],
  ['θU, θO', 'Provisioning accuracy: pods missing, and too many, in percent of those needed, over time (SPEC RG Cloud, SPEC-RG-2016-01).'],
  ['τU, τO', 'Share of time with too few, and too many, pods (the same report).'],
  ['υ', 'Instability: share of time in which pods and need move in opposite directions (the same report; Herbst et al., ACM TOMPECS 3(4), 2018).'],
  ['dominated', 'Another policy has fewer violations at no more cost, or no more violations at less cost. Who knows the future does not count.'],
];
