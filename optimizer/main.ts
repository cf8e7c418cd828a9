/** The process: `node --import tsx optimizer/main.ts <settings.json>`. Writes its log to stdout, one JSON object a line. */
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { backingOff } from './adapters/back-off';
import { prometheusSource } from './adapters/prometheus';
import { settingsOf, type OptimizerSettings } from './config';
import { serve } from './http/server';
import type { Log } from './ports';
import { Service } from './service';

const clock = (): number => Date.now() / 1000;
const elapsed = (): number => performance.now() / 1000;
const log: Log = (line) => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

/** Undefined, and said why, where there are none that can be used. */
function settingsFrom(file: string | undefined): OptimizerSettings | undefined {
  if (file === undefined) {
    log({ level: 'error', message: 'the file with the settings must be named, received nothing' });
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

async function main(): Promise<void> {
  const settings = settingsFrom(process.argv[2]);
  if (settings === undefined) {
    process.exitCode = 1;
    return;
  }
  const source = backingOff(prometheusSource(settings.prometheus), clock);
  const service = new Service({ world: { settings, source, clock, log, breathe: () => nextTurn() }, elapsed });
  const server = await serve({ ...settings.listen, view: () => service.view() });
  log({ level: 'info', message: 'listening', host: server.address.address, port: server.address.port, workloads: settings.workloads.length });
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log({ level: 'info', message: 'stopping', signal });
      service.stop();
      stopped.abort();
    });
  await service.run((seconds) => sleep(seconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined));
  await server.close();
  log({ level: 'info', message: 'stopped' });
}

main().catch((error: unknown) => {
  log({ level: 'error', message: 'the service cannot go on', why: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
