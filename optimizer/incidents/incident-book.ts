/** The vitals of the last hour and the incidents in them. Everything but the incidents themselves, and what is older, comes again from Prometheus after a restart. */
import { requestTimeOf, type RequestTime } from '../bottleneck/request-time';
import { edgeLabels } from '../../config/telemetry';
import type { LabelledSeries, MetricsAnswer, MetricsRange, MetricsSource } from '../ports';
import type { Sample } from '../timeseries/series';
import { isUsual, nextIncidents, type Change, type FiringAlert, type Incident } from './incident';
import { ServiceGraph } from './service-graph';
import { standingOf, symptomsOf, type Standing } from './symptoms';
import { vitalKey, type Vital } from './vital';
import { databaseCallees, firingAlerts, lookBack, vitalQueries, type VitalQuery } from './vital-expressions';

/** Seconds between two samples, that are kept, and that usual ones are kept at most while the last hour has fewer than an hour of them. */
const [step, kept, longest] = [30, 3600, 6 * 3600];
/** Samples that are asked for again: they may have come late. */
const again = 3;
/** Most vitals that are followed: thousands of services would take more memory than the service has. */
const most = 5000;

export interface BookOptions {
  readonly namespaces: readonly string[];
  /** Seconds that rates of the telemetry look back. */
  readonly window: number;
}

export class IncidentBook {
  public incidents: readonly Incident[] = [];
  /** Why the last look saw nothing. */
  public blind: string | undefined = 'nothing has been queried yet';
  private vitals = new Map<string, Vital>();
  private until: number | undefined;
  private graph = ServiceGraph.of([]);
  private databases: ReadonlySet<string> = new Set();

  public constructor(private readonly options: BookOptions) {}

  /** Of the last look. */
  public standings: readonly Standing[] = [];

  /** Reads what is new, and judges it. @returns incidents that began */
  public async look(source: MetricsSource, now: number, changes: readonly Change[]): Promise<readonly Incident[]> {
    this.blind = await this.read(source, now);
    // what is not seen is neither unusual nor over
    if (this.blind !== undefined) return [];
    const vitals = [...this.vitals.values()];
    const graph = ServiceGraph.of(vitals);
    this.graph = graph;
    this.databases = databasesOf(await source.instant(databaseCallees, now)) ?? this.databases;
    const inGraph = vitals.filter(({ subject: { client } }) => client === undefined || graph.services.includes(client));
    const usual = this.usualAt(now);
    this.standings = inGraph.flatMap((vital) => standingOf(vital, now, usual) ?? []);
    const alerts = alertsOf(await source.instant(firingAlerts, now));
    const before = new Set(this.incidents.map(({ id }) => id));
    this.incidents = nextIncidents(this.incidents, { now, graph, standings: this.standings, symptoms: symptomsOf(this.standings), alerts, changes });
    return this.incidents.filter(({ id }) => !before.has(id));
  }

  /** Where the time of a service's requests goes, by the last look; undefined where it saw nothing of them. @param now seconds since 1970 */
  public requestTimeOf(service: string, now: number): RequestTime | undefined {
    if (this.blind !== undefined) return undefined;
    return requestTimeOf(service, { vitals: this.vitals, graph: this.graph, databases: this.databases, isUsual: this.usualAt(now) }, now);
  }

  /** By what is known of incidents now; vitals have their samples at the same moments. */
  private usualAt(now: number): (at: number) => boolean {
    const { incidents } = this;
    const judged = new Map<number, boolean>();
    return (at) => {
      const known = judged.get(at) ?? isUsual(incidents, at, now);
      judged.set(at, known);
      return known;
    };
  }

  /** @returns why nothing was seen */
  private async read(source: MetricsSource, now: number): Promise<string | undefined> {
    const { range, known } = this.missing(Math.floor(now));
    const { until } = range;
    const usual = this.usualAt(now);
    const fresh = new Map<string, Vital>();
    for (const query of vitalQueries(this.options.namespaces, lookBack(this.options.window))) {
      const answer = await source.range(query.expression, range);
      const lacking = lackingIn(answer);
      if (lacking !== undefined) return lacking;
      for (const series of seriesOf(answer)) this.add(fresh, { query, series, known, range, usual });
    }
    for (const [key, vital] of known) if (!fresh.has(key) && isRecent(vital, until)) fresh.set(key, vital);
    this.vitals = fresh;
    this.until = until;
    return undefined;
  }

  /** What has to be asked for, and what is known besides; after a clock that was set, or a long pause, all is asked for again. The newest sample is of now, whenever that is. */
  private missing(until: number): Pick<Addition, 'known'> & { readonly range: MetricsRange } {
    const gap = this.until === undefined ? Infinity : until - this.until;
    const known = gap < 0 || gap > kept / 2 ? new Map<string, Vital>() : this.vitals;
    return { known, range: { from: until - (known.size === 0 ? kept : (Math.ceil(gap / step) + again) * step), until, step } };
  }

  private add(
    fresh: Map<string, Vital>,
    { query: { of, subject: subjectOf }, series: { labels, samples }, known, range: { from, until }, usual }: Addition,
  ): void {
    const subject = subjectOf(labels);
    if (subject === undefined || fresh.size >= most) return;
    const key = vitalKey({ subject, of });
    // of a name that two series have, the first is followed
    if (fresh.has(key)) return;
    const before = (known.get(key)?.samples ?? []).filter(({ at }) => at < from - step / 2);
    fresh.set(key, { subject, of, samples: retained([...before, ...samples], until, usual) });
  }
}

interface Addition {
  readonly query: VitalQuery;
  readonly series: LabelledSeries;
  readonly known: ReadonlyMap<string, Vital>;
  readonly range: { readonly from: number; readonly until: number };
  /** Whether a moment counts as usual. */
  readonly usual: (at: number) => boolean;
}

/** Those of the last hour; where incidents take much of it, older ones too, so that an hour of usual ones is known: who has one incident after the other must not become blind. */
function retained(samples: readonly Sample[], until: number, usual: (at: number) => boolean): readonly Sample[] {
  const recent = samples.filter(({ at }) => at > until - kept);
  const lacking = kept / step - recent.filter(({ at }) => usual(at)).length;
  if (lacking <= 0) return recent;
  return [...samples.filter(({ at }) => at <= until - kept && at > until - longest && usual(at)).slice(-lacking), ...recent];
}

/** What has no sample any more may have one again. */
const isRecent = ({ samples }: Vital, until: number): boolean => samples.some(({ at }) => at > until - kept);

const seriesOf = (answer: MetricsAnswer): readonly LabelledSeries[] => (answer.kind === 'series' ? answer.series : []);

function lackingIn(answer: MetricsAnswer): string | undefined {
  if (answer.kind === 'series') return answer.warnings.length > 0 ? `the answer is partial: ${answer.warnings[0] ?? ''}` : undefined;
  return `Prometheus ${answer.kind === 'unavailable' ? 'does not answer' : 'gave an answer that is refused'}: ${answer.why}`;
}

/** Undefined where the answer says nothing. */
function databasesOf(answer: MetricsAnswer): ReadonlySet<string> | undefined {
  return answer.kind === 'series' ? new Set(answer.series.flatMap(({ labels }) => labels[edgeLabels.server] ?? [])) : undefined;
}

function alertsOf(answer: MetricsAnswer): readonly FiringAlert[] {
  if (answer.kind !== 'series') return [];
  return answer.series.map(({ labels }) => ({ name: labels['alertname'] ?? '', about: Object.values(labels) }));
}
