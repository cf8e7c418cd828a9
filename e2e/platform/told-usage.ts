/** Usage of processes, reported to kwok for their pods: its kubelet's metrics are then those of the processes. */
import { cpuSeconds, residentBytes } from '../processes/process-usage';
import type { Running } from '../processes/process';
import type { KubernetesApi } from '../traffic/kubernetes-api';
import { milliseconds } from '../../config/duration';
import { Stopwatch } from '../waiting/stopwatch';

/** CPU and time of the last reading of a pod's process. */
interface Look {
  readonly cpu: number;
  readonly since: Stopwatch;
}

/** Milliseconds between two readings: a clock tick of the kernel is 10 ms, so shorter intervals would measure only ticks. */
const pause = 5000;

export class ToldUsage {
  private readonly looks = new Map<string, Look>();

  public constructor(
    private readonly api: Pick<KubernetesApi, 'annotatePod'>,
    private readonly namespace: string,
  ) {}

  /** Reports the usage of each pod, at most every few seconds. */
  public async tell(pods: ReadonlyMap<string, Running>): Promise<void> {
    for (const pod of this.looks.keys()) if (!pods.has(pod)) this.looks.delete(pod);
    for (const [pod, running] of pods) {
      const last = this.looks.get(pod);
      if (last !== undefined && milliseconds(last.since.elapsed()) < pause) continue;
      const cpu = cpuSeconds(running);
      this.looks.set(pod, { cpu, since: new Stopwatch() });
      if (last === undefined) continue;
      const millicores = Math.round(((cpu - last.cpu) / milliseconds(last.since.elapsed())) * 1_000_000);
      await this.api.annotatePod(this.namespace, pod, {
        'kwok.x-k8s.io/usage-cpu': `${millicores}m`,
        'kwok.x-k8s.io/usage-memory': `${Math.round(residentBytes(running) / 2 ** 20)}Mi`,
      });
    }
  }
}
