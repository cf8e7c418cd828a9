/** The process: `node --import tsx optimizer/main.ts <settings.json>`. Writes its log to stdout, one JSON object a line. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { backingOff } from './adapters/back-off';
import { apiServer } from './adapters/api-server';
import { decisionStore } from './adapters/decision-store';
import { LeaseHolder } from './adapters/lease';
import { prometheusSource } from './adapters/prometheus';
import { tunablesStore } from './adapters/tunables-store';
import { settingsOf, type OptimizerSettings } from './config';
import { serve } from './http/server';
import type { Log } from './ports';
import { IncidentBook } from './incidents/incident-book';
import { Service } from './service';
import type { World } from './stages/stage';
import { Voice } from './voice';

const clock = (): number => Date.now() / 1000;
const elapsed = (): number => performance.now() / 1000;
const log: Log = (line) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

/** Undefined, with the reason in the log, when there are no usable settings. */
function settingsFrom(file: string | undefined): OptimizerSettings | undefined {
  if (file === undefined) {
    log({ level: 'error', message: 'the settings file must be given as an argument, received nothing' });
    return undefined;
  }
  try {
    const result = settingsOf(JSON.parse(readFileSync(file, 'utf8')));
    if (result.ok) return result.settings;
    for (const problem of result.problems) log({ level: 'error', message: 'wrong setting', ...problem });
  } catch (error) {
    log({ level: 'error', message: 'the settings must be JSON', file, why: error instanceof Error ? error.message : String(error) });
  }
  return undefined;
}

/** The part that the cluster has in it, where there is one. `onLost` is called when another process may speak. */
function clusterOf(
  { kubernetes }: OptimizerSettings,
  onLost: () => void,
): { readonly lease: LeaseHolder; readonly ports: Pick<World, 'voice' | 'tunables'> } | undefined {
  if (kubernetes === undefined) return undefined;
  const { namespace, leaseFor } = kubernetes;
  const identity = `${hostname()}_${randomUUID()}`;
  // an answer that takes longer than a step would make the next one late
  const api = apiServer({ ...kubernetes, timeout: Math.min(leaseFor / 6, 5) });
  const lease = new LeaseHolder({ api, namespace, name: kubernetes.lease, identity, duration: leaseFor, clock, elapsed, log, onLost });
  const store = decisionStore({ api, namespace, name: kubernetes.decisions, identity, clock });
  return { lease, ports: { voice: new Voice({ leadership: lease, store, log }), tunables: tunablesStore(api) } };
}

async function main(): Promise<void> {
  const settings = settingsFrom(process.argv[2]);
  if (settings === undefined) {
    process.exitCode = 1;
    return;
  }
  const source = backingOff(prometheusSource(settings.prometheus), clock);
  const cluster = clusterOf(settings, () => service.withdraw());
  const namespaces = [...new Set(settings.workloads.map(({ namespace }) => namespace))];
  const incidents = new IncidentBook({ namespaces, window: settings.signals.window });
  const world = { settings, source, clock, log, incidents, breathe: () => nextTurn(), ...cluster?.ports };
  const service = new Service({ world, elapsed });
  const server = await serve({ ...settings.listen, view: () => service.view() });
  log({ level: 'info', message: 'listening', host: server.address.address, port: server.address.port, workloads: settings.workloads.length });
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log({ level: 'info', message: 'stopping', signal });
      service.stop();
      stopped.abort();
    });
  const pause = (seconds: number): Promise<void> => sleep(seconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined);
  // a process without others publishes with its first tick
  await cluster?.lease.step();
  await Promise.all([service.run(pause), cluster === undefined ? undefined : leadOn(cluster.lease, stopped.signal, pause)]);
  await server.close();
  log({ level: 'info', message: 'stopped' });
}

/** Holds the lease, or waits for it, until the process is stopped; then it releases the lease for the next process. */
async function leadOn(lease: LeaseHolder, stopped: AbortSignal, pause: (seconds: number) => Promise<void>): Promise<void> {
  while (!stopped.aborted) {
    await lease.step();
    await pause(lease.pace);
  }
  await lease.release();
}

main().catch((error: unknown) => {
  log({ level: 'error', message: 'the service cannot continue', why: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
