import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { synthesize } from '../../charts/synthesis';
import { metrics, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { applications, type Application } from '../instrumentation/applications';
import { backendOf, shipped } from '../platform/environment';
import { pythonWith } from '../toolchain/python';
import type { Scenario } from '../runner/scenario';
import { samplesOf, sumOf, type Sample } from '../tracing/exposition';
import { injectedEnvironment } from '../tracing/injected-environment';
import { startGateway } from '../tracing/loopback';

const run = promisify(execFile);
const program = join(__dirname, '..', 'instrumentation', 'application.py');
const route = 'GET /v1/items/{item}';

export const scenario: Scenario = {
  name: 'application-packages',
  title: `${applications.length} applications with packages that do not go with the injected ones start, use their own, and have their request counted`,
  tags: ['smoke', 'full'],
  needs: ['otelcol'],
  timeout: '1200s',
  async run(context) {
    const environment = shipped('dev');
    // nobody takes traces here: counts are made before traces are sent on
    const gateway = await startGateway({ processes: context.processes, environment, traces: '127.0.0.1:9' });
    const injected = await injectedEnvironment(synthesize(environment), { workload: backendOf(environment).name, pod: 'backend-0', endpoint: gateway.http });
    for (const application of applications) context.report(`${application.name}: ${await started(application, injected)}`);
    const counts = (samples: readonly Sample[]): readonly number[] => applications.map(({ name }) => requestsOf(samples, name));
    const wanted = applications.map(({ counted = true }) => Number(counted));
    await eventually('the request of each is counted once', async () => counts(await samplesOf(gateway.spanMetrics)), {
      until: (counted) => counted.join() === wanted.join(),
      timeout: '60s',
    });
    context.report(`${wanted.filter(Boolean).length} requests are counted once each, as ${route}`);
  },
};

function requestsOf(samples: readonly Sample[], service: string): number {
  return sumOf(samples, metrics.calls.name, { [spanLabels.service]: service, [spanLabels.kind]: spanLabels.server, [spanLabels.name]: route });
}

/** @returns what the program said @throws Error when the application failed, or used a package that is not its own */
async function started({ name, requirements, imports, said }: Application, injected: Readonly<Record<string, string>>): Promise<string> {
  const { stdout, stderr } = await run(await pythonWith(requirements), [program, ...imports], {
    env: { PATH: process.env['PATH'], ...injected, OTEL_SERVICE_NAME: name, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const answer = JSON.parse(stdout) as { readonly own: boolean; readonly status: number };
  const line = /lyo-platform: (.*)/.exec(stderr)?.[1] ?? '';
  if (!answer.own || answer.status !== 200) throw new Error(`${name} must answer 200 with its own packages, received ${stdout}${stderr}`);
  if (!said.test(line)) throw new Error(`${name} must say ${String(said)}, it says "${line}"`);
  return line;
}
