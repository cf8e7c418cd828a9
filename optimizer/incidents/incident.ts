/** What hangs together by calls and is unusual at the same time is one incident: it begins with its first symptom, and ends when it had none for a while. */
import { rankedCauses, type Cause } from './causes';
import type { ServiceGraph } from './service-graph';
import type { Standing, Symptom } from './symptoms';
import { vitalKey } from './vital';

/** An alert of Prometheus that fires. */
export interface FiringAlert {
  readonly name: string;
  /** Services and resources that its labels name. */
  readonly about: readonly string[];
}

/** Something that was changed on purpose. */
export interface Change {
  /** Seconds since 1970. */
  readonly at: number;
  readonly service: string;
  readonly what: string;
}

/** Where a person looks next. */
export interface IncidentLinks {
  readonly panel: string;
  readonly traces: string;
  readonly runbook: string;
}

/** What is told of an incident, once. */
export interface IncidentAlert extends Partial<IncidentLinks> {
  readonly cause: string;
  readonly unusual: string;
  /** What this service changed before; empty where it changed nothing. */
  readonly changed: string;
}

export interface Incident {
  readonly id: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** When a symptom was last there. */
  readonly seen: number;
  /** @default - it lasts */
  readonly until?: number;
  /** Each as it was when it was furthest from the usual, the furthest first. */
  readonly symptoms: readonly Symptom[];
  /** The most likely first. */
  readonly causes: readonly Cause[];
  readonly alerts: readonly string[];
  /** Within it or shortly before, the latest first. */
  readonly changes: readonly Change[];
  /** What its alert says. @default - it was seen once so far */
  readonly alert?: IncidentAlert;
}

export interface Noticed {
  readonly now: number;
  readonly graph: ServiceGraph;
  readonly standings: readonly Standing[];
  readonly symptoms: readonly Symptom[];
  readonly alerts: readonly FiringAlert[];
  readonly changes: readonly Change[];
}

/** Seconds without a symptom after which an incident is over. */
const calm = 300;
/** Seconds before its begin in which a change may be its cause. */
const before = 900;
/** Causes that are told, and incidents that are kept. */
const [told, kept] = [5, 50];

/** Those that were known, as they are now, and those that began; the newest last. */
export function nextIncidents(known: readonly Incident[], noticed: Noticed): readonly Incident[] {
  const { now, graph, symptoms } = noticed;
  const parts = partsOf(graph, symptoms);
  const open = known.filter(({ until }) => until === undefined);
  const grown = open.map((incident) => {
    const own = parts.filter((part) => incident.symptoms.some(({ subject }) => part.has(subject.name)));
    const more = symptoms.filter(({ subject }) => own.some((part) => part.has(subject.name)));
    return more.length > 0 ? renewed(incident, more, noticed) : now - incident.seen > calm ? { ...incident, until: incident.seen } : incident;
  });
  const fresh = parts
    .filter((part) => !open.some((incident) => incident.symptoms.some(({ subject }) => part.has(subject.name))))
    .map((part) => {
      const own = symptoms.filter(({ subject }) => part.has(subject.name));
      const [first] = [...part].sort();
      return renewed({ id: `${first ?? ''}-${now.toFixed(0)}`, at: now, seen: now, symptoms: [], causes: [], alerts: [], changes: [] }, own, noticed);
    });
  return [...known.filter(({ until }) => until !== undefined), ...grown, ...fresh].slice(-kept);
}

/** The connected parts of the graph that have a symptom. */
function partsOf(graph: ServiceGraph, symptoms: readonly Symptom[]): readonly ReadonlySet<string>[] {
  const parts: ReadonlySet<string>[] = [];
  for (const { subject } of symptoms) if (!parts.some((part) => part.has(subject.name))) parts.push(graph.partOf(subject));
  return parts;
}

function renewed(incident: Incident, more: readonly Symptom[], { now, graph, standings, alerts, changes }: Noticed): Incident {
  const worst = new Map(incident.symptoms.map((symptom) => [vitalKey(symptom), symptom]));
  let rose = false;
  for (const symptom of more) {
    const known = worst.get(vitalKey(symptom));
    if (known !== undefined && known.deviations >= symptom.deviations) continue;
    worst.set(vitalKey(symptom), symptom);
    rose = true;
  }
  const symptoms = [...worst.values()].sort((a, b) => b.deviations - a.deviations);
  const part = new Set(symptoms.flatMap(({ subject }) => [...graph.partOf(subject)]));
  const own = standings.filter(({ vital }) => part.has(vital.subject.name));
  const names = alerts.filter(({ about }) => about.some((name) => part.has(name))).map(({ name }) => name);
  return {
    ...incident,
    seen: now,
    symptoms,
    // what passes changes its picture; its cause is judged by the moments in which it grows
    causes: rose || incident.causes.length === 0 ? rankedCauses(graph, own).slice(0, told) : incident.causes,
    alerts: [...new Set([...incident.alerts, ...names])].sort(),
    changes: changes.filter(({ at, service }) => part.has(service) && at <= now && at >= incident.at - before).sort((a, b) => b.at - a.at),
  };
}

/** Whether a moment says what is usual: within an incident, in the minutes before it was noticed and shortly after, nothing does; one that lasts for an hour has become usual. */
export function isUsual(incidents: readonly Incident[], at: number, now: number): boolean {
  const [early, late, lasting] = [300, 90, 3600];
  return !incidents.some((incident) => {
    const end = incident.until === undefined ? now : incident.until + late;
    return end - incident.at < lasting && at >= incident.at - early && at <= end;
  });
}
