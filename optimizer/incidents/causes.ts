/**
 * The likely cause of what is unusual: each thing that may be wrong predicts what it would move along the service graph, and the one whose predictions fit best is named first. A single fault is assumed, and vitals
 * are independent of each other once it is known (Bahl et al., "Towards highly reliable enterprise network services via inference of multi-level dependencies", SIGCOMM 2007, section 3.3: the likelihood of
 * each candidate, by how the states that it predicts match those that were observed).
 */
import { unusual, type Standing } from './symptoms';
import type { ServiceGraph } from './service-graph';
import { subjectText, type VitalKind } from './vital';

export type Fault =
  /** A database, a cache or somebody else's service is slow or fails. */
  | 'answers badly'
  /** A service itself: its code, not what it calls. */
  | 'is slow or fails by itself'
  | 'is short of CPU'
  | 'holds more and more memory'
  /** It gets fewer requests, and who calls it fails. */
  | 'does not answer'
  /** Of users. */
  | 'send more requests'
  | 'send fewer requests';

export interface Cause {
  /** Name of a service or resource, or `users`. */
  readonly place: string;
  readonly fault: Fault;
  /** Share of the likelihood of all candidates. */
  readonly probability: number;
  /** What it explains of what is unusual, as `latency of backend`. */
  readonly explains: readonly string[];
}

export const users = 'users';

/** What is judged as one: latency and errors are two ways in which the same goes wrong. */
type Channel = 'answers' | 'own' | 'CPU' | 'memory' | 'more' | 'less';

const channels: Readonly<Record<VitalKind, readonly Channel[]>> = {
  requests: ['more', 'less'],
  latency: ['answers'],
  errors: ['answers'],
  'own time': ['own'],
  'own errors': ['own'],
  CPU: ['CPU'],
  memory: ['memory'],
};

interface Observation {
  readonly name: string;
  readonly client: string | undefined;
  readonly channel: Channel;
  /** 0 usual, 1 unusual, and between for what is on the way there. */
  readonly moved: number;
  /** How much it counts: more, the further it moved. */
  readonly weight: number;
  readonly texts: readonly string[];
}

/** Where something is, seen from the place of a fault: itself, its calls by others, its calls of others, who calls it and their calls of others; `all` is everything that has no line of its own. */
type Relation = 'itself' | 'into' | 'out' | 'above' | 'beside' | 'entry' | 'all';

/** Probability with which a fault moves what it has nothing to do with. */
const unrelated = 0.03;

/**
 * The probability with which a fault moves each channel of what is related to it. Who calls a slow database is slow too, and its callers may call others more or less than before; a service that is short of CPU
 * also sees the answers of others late.
 */
const predictions: Readonly<Record<Fault, Partial<Record<Relation, Partial<Record<Channel, number>>>>>> = {
  'answers badly': {
    into: { answers: 0.9, more: 0.2, less: 0.2 },
    above: { answers: 0.7, own: 0.08, CPU: 0.08, more: 0.15, less: 0.15 },
    beside: { more: 0.15, less: 0.15 },
  },
  'is slow or fails by itself': {
    itself: { answers: 0.9, own: 0.93, CPU: 0.1, memory: 0.05, more: 0.05, less: 0.05 },
    into: { answers: 0.85 },
    out: { answers: 0.05, more: 0.1, less: 0.1 },
    above: { answers: 0.6, own: 0.1, less: 0.1 },
  },
  'is short of CPU': {
    itself: { answers: 0.85, own: 0.85, CPU: 0.95, memory: 0.05, more: 0.05, less: 0.1 },
    into: { answers: 0.8, less: 0.05 },
    out: { answers: 0.6, more: 0.1, less: 0.1 },
    above: { answers: 0.6, own: 0.1, less: 0.1 },
  },
  'holds more and more memory': {
    itself: { answers: 0.1, own: 0.1, CPU: 0.1, memory: 0.95, more: 0.02, less: 0.02 },
    into: { answers: 0.1 },
    out: { answers: 0.05 },
    above: { answers: 0.1 },
  },
  'does not answer': {
    itself: { answers: 0.3, own: 0.2, CPU: 0.1, memory: 0.05, more: 0.02, less: 0.9 },
    into: { answers: 0.9, less: 0.5 },
    out: { answers: 0.1, less: 0.9 },
    above: { answers: 0.7, own: 0.1, less: 0.1 },
  },
  'send more requests': { entry: { more: 0.97 }, all: { more: 0.8, less: 0.02, CPU: 0.6, memory: 0.1, answers: 0.35, own: 0.35 } },
  'send fewer requests': { entry: { less: 0.97 }, all: { less: 0.8, more: 0.02, CPU: 0.05, memory: 0.05, answers: 0.05, own: 0.05 } },
};

interface Candidate {
  readonly place: string;
  readonly fault: Fault;
  readonly relation: (observation: Observation) => Relation;
}

function predicted({ fault, relation }: Candidate, observation: Observation): number {
  const { channel } = observation;
  const { [relation(observation)]: related, all } = predictions[fault];
  return related?.[channel] ?? all?.[channel] ?? unrelated;
}

/** The most likely first; none where nothing is measured. */
export function rankedCauses(graph: ServiceGraph, standings: readonly Standing[]): readonly Cause[] {
  const observations = observed(standings);
  const found = candidates(graph).map((candidate) => ({ candidate, likelihood: likelihoodOf(candidate, observations) }));
  const most = Math.max(...found.map(({ likelihood }) => likelihood));
  const total = found.reduce((sum, { likelihood }) => sum + Math.exp(likelihood - most), 0);
  const all = found.map(({ candidate, likelihood }) => causeOf(candidate, observations, Math.exp(likelihood - most) / total));
  // one line a place: how it is wrong is the more likely of its ways
  const places = new Map<string, Cause>();
  for (const cause of all.sort((a, b) => b.probability - a.probability)) {
    const before = places.get(cause.place);
    places.set(cause.place, before === undefined ? cause : { ...before, probability: before.probability + cause.probability });
  }
  return [...places.values()].sort((a, b) => b.probability - a.probability || a.place.localeCompare(b.place));
}

function observed(standings: readonly Standing[]): readonly Observation[] {
  const found = new Map<string, Observation>();
  for (const standing of standings) {
    for (const channel of channels[standing.vital.of]) {
      const { client, name } = standing.vital.subject;
      const key = `${client ?? ''} ${name} ${channel}`;
      found.set(key, further(found.get(key), observationOf(standing, channel)));
    }
  }
  return [...found.values()];
}

function observationOf({ vital, deviations }: Standing, channel: Channel): Observation {
  const { name, client } = vital.subject;
  const away = (channel === 'less' ? -deviations : deviations) / unusual;
  const moved = Math.min(Math.max(away, 0), 1);
  return {
    name,
    client,
    channel,
    moved,
    weight: Math.min(1 + Math.log(Math.max(away, 1)), 3),
    texts: moved === 1 ? [`${vital.of} of ${subjectText(vital.subject)}`] : [],
  };
}

function further(before: Observation | undefined, one: Observation): Observation {
  if (before === undefined) return one;
  return { ...one, moved: Math.max(before.moved, one.moved), weight: Math.max(before.weight, one.weight), texts: [...before.texts, ...one.texts] };
}

function likelihoodOf(candidate: Candidate, observations: readonly Observation[]): number {
  return observations.reduce((sum, observation) => {
    const { moved, weight } = observation;
    const probability = predicted(candidate, observation);
    return sum + weight * moved * Math.log(probability) + (1 - moved) * Math.log(1 - probability);
  }, 0);
}

function causeOf(candidate: Candidate, observations: readonly Observation[], probability: number): Cause {
  const { place, fault } = candidate;
  const explains = observations.flatMap((observation) => (predicted(candidate, observation) >= 0.25 ? observation.texts : []));
  return { place, fault, probability, explains: [...new Set(explains)] };
}

const serviceFaults = ['is slow or fails by itself', 'is short of CPU', 'holds more and more memory', 'does not answer'] as const;

function candidates(graph: ServiceGraph): readonly Candidate[] {
  const entries = new Set(graph.entries);
  const ofUsers = ({ name, client }: Observation): Relation => (client === undefined && entries.has(name) ? 'entry' : 'all');
  return [
    ...graph.resources.map((place): Candidate => ({ place, fault: 'answers badly', relation: relationTo(graph, place) })),
    ...graph.services.flatMap((place) => serviceFaults.map((fault): Candidate => ({ place, fault, relation: relationTo(graph, place) }))),
    ...(graph.services.length === 0
      ? []
      : (['send more requests', 'send fewer requests'] as const).map((fault): Candidate => ({ place: users, fault, relation: ofUsers }))),
  ];
}

function relationTo(graph: ServiceGraph, place: string): Candidate['relation'] {
  const above = graph.above(place);
  return ({ name, client }) => {
    if (client === place) return 'out';
    if (name === place) return client === undefined ? 'itself' : 'into';
    if (above.has(name)) return 'above';
    return client !== undefined && above.has(client) ? 'beside' : 'all';
  };
}

/** The causes that people are told, at most, and the least probability of all but the first. */
const [mostTold, leastTold] = [3, 0.01];

/** The likely ones of ranked causes, as text; one that has no chance beside the others only takes room. */
export function likelyCauses(ranked: readonly Cause[]): readonly string[] {
  return ranked
    .slice(0, mostTold)
    .filter(({ probability }, index) => index === 0 || probability >= leastTold)
    .map(causeText);
}

/** `postgres answers badly (91 %)` */
export function causeText({ place, fault, probability }: Cause): string {
  return `${place === users ? 'users' : place} ${fault} (${(100 * probability).toFixed(0)} %)`;
}
