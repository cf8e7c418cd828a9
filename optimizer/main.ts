/** The process: `node --import tsx optimizer/main.ts <settings.json>`. Writes its log to stdout, one JSON object a line. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { backingOff } from './adapters/back-off';
import type { LeaseHolder } from './adapters/lease';
import { prometheusSource } from './adapters/prometheus';
import { clusterOf } from './cluster';
import { settingsOf, type OptimizerSettings } from './config';
import { serve } from './http/server';
import { untraced } from './in-span';
import { Outlook } from './outlook/outlook';
import type { Log } from './ports';
import { IncidentBook } from './incidents/incident-book';
import { Service } from './service';
import { spanClock } from './tracing/span-clock';
import { activeIds, startTracing, type Tracing } from './tracing/tracing';

const clock = (): number => Date.now() / 1000;
const elapsed = (): number => performance.now() / 1000;
const log: Log = (line) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line, ...activeIds() })}\n`);

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

/** Without an endpoint nothing is traced. */
function tracingOf({ tracing }: OptimizerSettings): Tracing {
  return tracing === undefined
    ? { inSpan: untraced, stop: () => Promise.resolve() }
    : startTracing({ ...tracing, instance: hostname(), log, clock: spanClock(Date.now, () => performance.now()) });
}

async function main(): Promise<void> {
  const settings = settingsFrom(process.argv[2]);
  if (settings === undefined) {
    process.exitCode = 1;
    return;
  }
  const source = backingOff(prometheusSource(settings.prometheus), clock);
  const cluster = clusterOf(settings, { clock, elapsed, log, onLost: () => service.withdraw() });
  const tracing = tracingOf(settings);
  const namespaces = [...new Set(settings.workloads.map(({ namespace }) => namespace))];
  const world = {
    settings,
    inSpan: tracing.inSpan,
    source,
    clock,
    log,
    incidents: new IncidentBook({ namespaces, window: settings.signals.window }),
    outlook: new Outlook(settings.watched ?? []),
    breathe: () => nextTurn(),
    ...cluster?.ports,
  };
  const service = new Service({ world, elapsed });
  const writing = cluster?.writing === undefined ? undefined : { ...cluster.writing, states: () => service.view().states, clock, log };
  const server = await serve({ ...settings.listen, view: () => service.view(), writing });
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
  await tracing.stop();
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
