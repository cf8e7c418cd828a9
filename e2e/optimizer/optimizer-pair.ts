/** Two optimizers as the chart has them in production: one publishes. They have the rights of their ServiceAccount at the real API server, and no other. */
import { namespaces } from '../../config/names';
import { seedPolicy } from '../../test/fixtures/standard';
import type { Cluster } from '../cluster/cluster';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { ScenarioContext } from '../runner/scenario';
import { clusterSettings } from './cluster-settings';
import { startOptimizer } from './optimizer-process';

/** What may be tuned. Harm must last for minutes, so no change is watched for less. */
export const dailyTuned = { prefix: 'backend', pool: { mode: 'act', connections: { least: 2, most: 12 } }, watch: 270 } as const;

/** Settings with which a daily load is learned within seconds. */
export function dailySettings(prometheus: string): { readonly workloads: readonly object[] } & Readonly<Record<string, unknown>> {
  return {
    prometheus: { url: prometheus, timeout: 5, mostBytes: 8_000_000 },
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin: 300, days: 3.5 },
    relearn: 86_400,
    signals: { window: 60, delay: 25, syncPeriod: 15 },
    knee: 0.85,
    workloads: [
      {
        namespace: namespaces.backend,
        deployment: 'backend',
        scaling: seedPolicy,
        startUp: 60,
        burst: 2,
        forecast: 'act',
        headroom: { mode: 'act', most: 1.1 },
        limits: { step: 3, changesPerHour: 60, extraPodHours: 100_000, evidenceDays: 3, freezes: [] },
        tuned: dailyTuned,
      },
    ],
  };
}

interface Said {
  readonly leads: boolean;
  readonly forecast: number;
  readonly validUntil: number;
}

export class OptimizerPair {
  /** Number of observations in which both said that they lead. */
  public together = 0;
  private readonly processes = new Map<string, Running>();
  /** Last answer of each process: while one does not respond, its last forecast is in force as long as it is valid. */
  private readonly last = new Map<string, Said>();

  private constructor() {}

  public static async start(context: ScenarioContext, cluster: Cluster, settings: object): Promise<OptimizerPair> {
    const pair = new OptimizerPair();
    const kubernetes = await clusterSettings(context, cluster);
    for (const name of ['one', 'other']) pair.processes.set(name, await startOptimizer(context.processes, await freePort(), { ...settings, kubernetes }));
    return pair;
  }

  /** Names of the processes whose forecast is in force now. */
  public async speaking(): Promise<readonly string[]> {
    const said = await Promise.all([...this.processes].map(async ([name, { url }]) => [name, await this.said(name, url)] as const));
    if (said.filter(([, one]) => one?.leads === true).length > 1) this.together += 1;
    return said.filter(([, one]) => one !== undefined && one.forecast > 0 && one.validUntil > Date.now() / 1000).map(([name]) => name);
  }

  public async kill(name: string): Promise<void> {
    await this.of(name).kill();
    // series of an ended process end, because nothing is scraped
    this.last.delete(name);
  }

  public async stop(name: string): Promise<void> {
    await this.of(name).stop();
    this.last.delete(name);
  }

  public restart(name: string): Promise<void> {
    return this.of(name).restart();
  }

  public pause(name: string): void {
    this.signal(name, 'SIGSTOP');
  }

  public resume(name: string): void {
    this.signal(name, 'SIGCONT');
  }

  private signal(name: string, signal: NodeJS.Signals): void {
    const { pid } = this.of(name);
    if (pid === undefined) throw new Error(`${name} must run, received one that does not`);
    process.kill(-pid, signal);
  }

  private of(name: string): Running {
    const found = this.processes.get(name);
    if (found === undefined) throw new Error(`an optimizer must be one or other, received ${name}`);
    return found;
  }

  private async said(name: string, url: string): Promise<Said | undefined> {
    try {
      const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2000) })).text();
      const value = (metric: string): number => Number(new RegExp(`^${metric}(?:{[^}]*})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
      const said = {
        leads: value('lyo_optimizer_leads') === 1,
        forecast: value('lyo_forecast_replicas'),
        validUntil: value('lyo_forecast_valid_until_seconds'),
      };
      this.last.set(name, said);
      return said;
    } catch {
      const before = this.last.get(name);
      return before === undefined ? undefined : { ...before, leads: false };
    }
  }
}
