import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobs } from '../../config/telemetry';
import type { Cluster } from '../cluster/cluster';
import { expectEnd, type Ended } from '../delivery/apply-process';
import { OwnProject } from '../how-tos/own-project';
import { installKinds } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startGeneratedAdapter, startGeneratedPrometheus, startGeneratedStateMetrics } from '../platform/metrics-chain';
import { startMetricsServer } from '../processes/metrics-server';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { binaryOf } from '../toolchain/build';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { startShop } from '../tracing/shop';
import { Traffic } from '../traffic/traffic';

/** The README's table of steps as one command: programs with a state simulate Google and Pulumi, everything else is real. */
export const scenario: Scenario = {
  name: 'from-nothing',
  title: '`npm run deploy` goes from nothing to a service whose request is traced and whose autoscaler is active, stopped four times on its way',
  tags: ['full'],
  timeout: '2400s',
  needs: [...PLATFORM_PROGRAMS, 'otelcol', 'jaeger'],
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'lyo-nothing-'));
    try {
      const cluster = await context.startCluster({
        nodes: { count: 6, cpu: '64', memory: '256Gi' },
        hpa: { hpaSyncPeriod: shipped('dev').telemetry.syncPeriod, hpaCpuInitializationPeriod: '1s', hpaInitialReadinessDelay: '1s' },
      });
      await installKinds(cluster);
      await fromNothing(context, cluster, new Deployment(new OwnProject(join(folder, 'project')), join(folder, 'google'), cluster));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const state = ['gs://my-state', 'projects/p/locations/l/keyRings/r/cryptoKeys/k'];

async function fromNothing(context: ScenarioContext, cluster: Cluster, deployment: Deployment): Promise<void> {
  expectEnd(await deployment.run({ answers: [] }), 3, /1\. the configuration is yours[^]*9\. one request/, /left to do:\n- edit config\/dev\.ts/);
  context.report('nobody there: every step is shown, and nothing is done');
  expectEnd(await deployment.run({ answers: ['y', ...state, 'n'] }), 3, /pulumi up/);
  if (deployment.calls().some((call) => call.startsWith('pulumi up'))) throw new Error('whoever says no must have nothing made');
  context.report('signed in, a state made; no to what it costs: left to do');
  const lacking = expectEnd(await deployment.run({ answers: ['y', 'y', 'y'] }), 3, /create Secret\/lyo-observability\/alertmanager-receivers/);
  for (const [, name = '', namespace = ''] of lacking.matchAll(/^- create \S+: kubectl create secret generic (\S+) --namespace (\S+)/gm))
    await cluster.kubectl(['create', 'secret', 'generic', name, `--namespace=${namespace}`, '--from-literal=password=a', '--from-literal=secret-key=b']);
  context.report('infrastructure made, credentials taken; secrets that nobody has made: named with their namespaces');
  const killed = await deployment.run({ answers: ['y', 'y'], killAt: /definitions applied/ });
  if (killed.code !== undefined) throw new Error(`it must be killed in the apply, received ${killed.output}`);
  const applied = expectEnd(await deployment.run({ answers: ['y', 'y'] }), 3, /8\/9 the release\n/, /must be active/);
  if (/\d\/9 (an account|a place|the infrastructure)[^\n]*\n {6}/.test(applied)) throw new Error(`what is done must not be done again, received ${applied}`);
  context.report('killed in the middle of the apply: the next run goes on there, and says that no metric is there yet');

  const [url, traces, stop] = await serving(context, cluster);
  try {
    const ended = expectEnd(await deployment.run({ answers: ['y'], args: ['--url', url, '--traces', traces] }), 0, /9\/9 one request[^]*is kept/, /dev serves/);
    for (const line of ended.split('\n').filter((one) => /^ {6}(its|the autoscaler|http)/.test(one))) context.report(line.trim());
  } finally {
    await stop();
  }
}

/** Starts the programs of the manifests: metrics, adapter, and the example with its traces. */
async function serving(context: ScenarioContext, cluster: Cluster): Promise<readonly [url: string, traces: string, stop: () => Promise<unknown>]> {
  const { processes } = context;
  const environment = shipped('dev');
  const manifests = Manifests.of(environment);
  const traffic = await Traffic.start(environment, cluster);
  const stateMetrics = [await startGeneratedStateMetrics(cluster, manifests)];
  await startMetricsServer({ cluster });
  const targets = { [jobs.gateway]: traffic.gateways.map(({ name, address }) => ({ address, labels: { instance: name } })) };
  const prometheus = await startGeneratedPrometheus({ cluster, manifests, stateMetrics, podsProxy: traffic.podsProxy, targets });
  await startGeneratedAdapter({ cluster, manifests, prometheus, environment });
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const { backend } = await startShop({ processes, environment, endpoint: gateway.http });
  return [`${backend.url}/items`, jaeger.url, () => traffic.stop()];
}

interface DeployRun {
  /** Lines that a person types. */
  readonly answers: readonly string[];
  readonly args?: readonly string[];
  /** Kills the command and its children when its output matches. @default - never */
  readonly killAt?: RegExp;
}

class Deployment {
  public constructor(
    private readonly project: OwnProject,
    private readonly google: string,
    private readonly cluster: Cluster,
  ) {
    mkdirSync(google);
    for (const [name, text] of Object.entries(played)) {
      writeFileSync(join(google, name), text);
      chmodSync(join(google, name), 0o755);
    }
  }

  /** Calls of the simulated Google and Pulumi programs. */
  public calls(): readonly string[] {
    const file = join(this.google, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  }

  public run({ answers, args = [], killAt }: DeployRun): Promise<Ended> {
    const connection = ['--kubeconfig', this.cluster.adminKubeconfig, '--kubectl', binaryOf('kubectl'), '--wait', 'rollouts'];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'delivery/deploy.ts', '--env', 'dev', ...connection, ...args], {
        cwd: this.project.folder,
        detached: true,
        env: { ...process.env, PATH: `${this.google}:${process.env['PATH'] ?? ''}`, PLAYED: this.google },
      });
      let output = '';
      const told = (text: Buffer): void => {
        output += text.toString();
        if (killAt?.test(output) === true && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      };
      child.stdout.on('data', told);
      child.stderr.on('data', told);
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? undefined, output }));
      child.stdin.end(answers.map((line) => `${line}\n`).join(''));
    });
  }
}

/** Programs that record changes and report them on queries. */
const played = {
  gcloud: `#!/usr/bin/env bash
echo "gcloud $*" >> "$PLAYED/calls"
case "$1 $2" in
  'auth list') [ ! -e "$PLAYED/account" ] || echo somebody@lyo.example ;;
  'auth login') touch "$PLAYED/account" ;;
esac
`,
  pulumi: `#!/usr/bin/env bash
echo "pulumi $*" >> "$PLAYED/calls"
case "$1 $2" in
  'stack select') [ -e "$PLAYED/stack" ] ;;
  'stack init') touch "$PLAYED/stack" ;;
  'up --yes') touch "$PLAYED/up" ;;
  'preview --expect-no-changes') [ -e "$PLAYED/up" ] ;;
esac
`,
} as const;
