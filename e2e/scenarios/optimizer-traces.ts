import { readFile } from 'node:fs/promises';
import { eventually } from '../waiting/assertions';
import { stages } from '../../optimizer/stages/stages';
import { dailySettings } from '../optimizer/optimizer-pair';
import { startOptimizer } from '../optimizer/optimizer-process';
import { PlayedMetrics } from '../optimizer/played-metrics';
import { shipped } from '../platform/environment';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { latestTraces, tagOf, treeOf, type JaegerTrace } from '../tracing/jaeger-api';
import { startAgent, startGateway, startLoopbackJaeger, type LoopbackCollector, type LoopbackJaeger } from '../tracing/loopback';

const service = 'optimizer';

/** A tick and its stages, as the tree of its trace shows them. */
const wanted = [`${service} internal tick`, ...stages.map(({ name }) => `  ${service} internal ${name}`)];

export const scenario: Scenario = {
  name: 'optimizer-traces',
  title:
    "a tick of the optimizer's process is one trace with its stages in order, in Jaeger behind the platform's agent and gateway; lines of its log carry their ids, and while the collector is away it goes on and tells it once",
  tags: ['full'],
  needs: ['otelcol', 'jaeger'],
  timeout: '420s',
  async run(context) {
    const { processes } = context;
    const environment = shipped('dev');
    const began = Date.now() / 1000;
    const jaeger = await startLoopbackJaeger({ processes, environment });
    const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
    const agent = await startAgent({ processes, environment, gateways: [gateway.grpc] });
    const metrics = await PlayedMetrics.start();
    try {
      const optimizer = await startOptimizer(processes, await freePort(), {
        ...dailySettings(metrics.url),
        tick: 1,
        validFor: 20,
        tracing: { endpoint: agent.http },
      });
      const found = (name: string): Promise<JaegerTrace | undefined> =>
        latestTraces(jaeger.url, { service, limit: 200, from: began, to: Date.now() / 1000 }).then((traces) =>
          traces.find(({ spans }) => spans.some((span) => span.operationName === name)),
        );
      const kept = (name: string): Promise<JaegerTrace | undefined> =>
        eventually(`Jaeger has a trace of ${name}`, () => found(name), { until: (trace) => trace !== undefined, timeout: '180s', interval: '2s' });

      isWhole(context, await kept('tick'));
      await isLogged(context, optimizer);
      await outlivesCollector({ context, optimizer, agent, jaeger });
    } finally {
      await metrics.stop();
    }
  },
};

function isWhole(context: ScenarioContext, ticked: JaegerTrace | undefined): void {
  if (ticked === undefined) throw new Error('a tick must be a trace, received none');
  const tree = treeOf(ticked);
  for (const line of tree) context.report(line);
  if (JSON.stringify(tree) !== JSON.stringify(wanted)) throw new Error(`a tick must have the stages ${wanted.join(', ')}, has ${tree.join(', ')}`);
  const root = ticked.spans.find(({ operationName }) => operationName === 'tick');
  const inner = ticked.spans.reduce((sum, span) => sum + (span === root ? 0 : span.duration), 0);
  if (root === undefined || tagOf(root, 'workloads') !== '1' || inner > root.duration * 1.05)
    throw new Error(`a tick must tell its workloads and last as long as its stages, received ${JSON.stringify(root)} and ${inner} µs of stages`);
  context.report(`the tick lasted ${(root.duration / 1000).toFixed(1)} ms, its stages ${(inner / 1000).toFixed(1)} ms`);
}

async function isLogged(context: ScenarioContext, optimizer: Running): Promise<void> {
  const ids = (await readFile(optimizer.logFile, 'utf8')).split('\n').flatMap((line) => /"trace_id":"([0-9a-f]{32})"/.exec(line)?.[1] ?? []);
  if (ids.length === 0) throw new Error('lines that are logged within a tick must carry its trace, none does');
  context.report(`${ids.length} lines of its log carry the id of a trace`);
}

interface Chain {
  readonly context: ScenarioContext;
  readonly optimizer: Running;
  readonly agent: LoopbackCollector;
  readonly jaeger: LoopbackJaeger;
}

async function outlivesCollector({ context, optimizer, agent, jaeger }: Chain): Promise<void> {
  await agent.process.kill();
  const ticks = async (): Promise<number> =>
    Number(/lyo_optimizer_ticks_total\{outcome="whole"\} (\d+)/.exec(await (await fetch(`${optimizer.url}/metrics`)).text())?.[1] ?? 0);
  const before = await ticks();
  await eventually('it goes on without a collector', ticks, { until: (count) => count >= before + 10, timeout: '60s', interval: '1s' });
  const told = (await readFile(optimizer.logFile, 'utf8')).split('\n').filter((line) => line.includes('spans could not be sent')).length;
  if (told > 1) throw new Error(`a collector that is away must be told once, was told ${told} times`);
  context.report(`without a collector ${String((await ticks()) - before)} further ticks, told ${told} times`);

  await agent.process.restart();
  const again = Date.now() / 1000;
  await eventually('its spans arrive again', () => latestTraces(jaeger.url, { service, limit: 20, from: again, to: Date.now() / 1000 }), {
    until: (traces) => traces.length > 0,
    timeout: '180s',
    interval: '2s',
  });
  context.report('behind a collector that came back its spans arrive again');
}
