/** The example as an environment with a workload of each kind runs it: release job, web service, worker and nightly task, as processes with PostgreSQL and Redis. */
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import type { Workload, WorkloadKind } from '../../config/workload';
import { runExample, startExampleBackend, startExampleWorker } from '../processes/example-backend';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { injectedEnvironment } from '../tracing/injected-environment';

export interface ExampleShopOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** URL of a collector's OTLP receiver over HTTP, with `http://`. */
  readonly endpoint: string;
  /** Variables that a cluster sets from secrets: addresses of the database and the queue. */
  readonly settings: Readonly<Record<string, string>>;
}

export class ExampleShop {
  private started = 0;

  constructor(private readonly options: ExampleShopOptions) {}

  /** Runs the release job's command. @returns its report */
  async migrate(): Promise<string> {
    return (await runExample(this.commandOf('release'), this.options.settings)).map(({ message }) => message).join(', ');
  }

  /** @param migrated whether the database is migrated; without that a pod is alive but not ready */
  async startWeb(migrated: boolean): Promise<Running> {
    const { processes, settings } = this.options;
    const { name, environment } = await this.pod('web');
    return startExampleBackend({ processes, name, port: await freePort(), migrated, environment: { ...environment, ...settings } });
  }

  /** @param own settings of this worker */
  async startWorker(own: Readonly<Record<string, string>> = {}): Promise<Running> {
    const { processes, settings } = this.options;
    const { name, environment } = await this.pod('worker');
    return startExampleWorker({ processes, name, args: this.commandOf('worker'), environment: { ...environment, ...settings, ...own } });
  }

  /** Runs the nightly task's command for a day. @returns its last log line */
  async night(day: string): Promise<Readonly<Record<string, unknown>>> {
    const lines = await runExample([...this.commandOf('scheduled'), '--day', day], this.options.settings);
    return lines.at(-1) ?? {};
  }

  private async pod(kind: WorkloadKind): Promise<{ readonly name: string; readonly environment: Readonly<Record<string, string>> }> {
    const { environment, endpoint } = this.options;
    const workload = this.workload(kind).name;
    const name = `${workload}-${this.started++}`;
    return { name, environment: await injectedEnvironment(synthesize(environment), { workload, pod: name, endpoint }) };
  }

  private commandOf(kind: WorkloadKind): readonly string[] {
    const { command = [], args = [] } = this.workload(kind);
    return [...command, ...args];
  }

  private workload(kind: WorkloadKind): Workload {
    const found = this.options.environment.workloads.find((workload) => workload.kind === kind);
    if (found === undefined) throw new Error(`the environment must have a workload of kind ${kind}, received none`);
    return found;
  }
}
