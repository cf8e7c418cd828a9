/** Checks configurations and rules of Prometheus and Alertmanager with promtool and amtool. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environments } from '../../test/fixtures/environments';
import { binaryOf } from '../toolchain/build';
import { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../runner/scenario';

const run = promisify(execFile);
const mounted = '/etc/alertmanager/config';

/** @throws Error with the tool's output for the first file that it refuses */
export async function alertingConfigs({ folder, report }: Pick<ScenarioContext, 'folder' | 'report'>): Promise<void> {
  for (const environment of environments) {
    const manifests = Manifests.of(environment);
    const prometheus = await written(join(folder, environment.name, 'prometheus'), {
      ...manifests.configFiles(/^prometheus-config$/),
      ...manifests.configFiles(/^prometheus-rules-/),
    });
    const rules = prometheus.files.filter((file) => file !== 'prometheus.yml');
    await run(binaryOf('promtool'), ['check', 'rules', '--lint=all', '--lint-fatal', ...rules], { cwd: prometheus.folder });
    // because files of the cluster, such as the token, are not on this machine
    await run(binaryOf('promtool'), ['check', 'config', '--syntax-only', 'prometheus.yml'], { cwd: prometheus.folder });
    const alertmanager = await written(join(folder, environment.name, 'alertmanager'), manifests.configFiles(/^alertmanager-[0-9a-f]{10}$/));
    const { stdout } = await run(binaryOf('amtool'), ['check-config', 'alertmanager.yml'], { cwd: alertmanager.folder });
    if (!stdout.includes('1 templates')) throw new Error(`amtool must find the template, said ${stdout}`);
    await routed(alertmanager.folder);
    report(`${environment.name}: ${rules.length} rule files, Prometheus' and Alertmanager's configuration`);
  }
}

/** Expected receivers by the labels of an alert; Alertmanager's own routing must choose the same. */
const routes: readonly (readonly [labels: readonly string[], receiver: string])[] = [
  [['alertname=Deadman', 'severity=none'], 'deadman'],
  [['alertname=EdgeNew', 'severity=none'], 'none'],
  [['alertname=AvailabilityBurnFast', 'severity=page'], 'page'],
  [['alertname=VolumeFilling', 'severity=ticket'], 'ticket'],
  [['alertname=SomebodyElses'], 'ticket'],
];

async function routed(cwd: string): Promise<void> {
  for (const [labels, receiver] of routes) {
    await run(binaryOf('amtool'), ['config', 'routes', 'test', '--config.file=alertmanager.yml', `--verify.receivers=${receiver}`, ...labels], { cwd });
  }
}

/** Writes files, with paths of the pod replaced by those of the folder. */
async function written(folder: string, files: Readonly<Record<string, string>>): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text.replaceAll(mounted, folder))));
  return { folder, files: Object.keys(files) };
}
