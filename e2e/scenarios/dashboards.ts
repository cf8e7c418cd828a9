import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { dashboardsOf } from '../../charts/dashboards';
import { eventually } from '../waiting/assertions';
import { REAL_CHAIN_PROGRAMS } from '../toolchain/components';
import { sleep } from '../waiting/stopwatch';
import { startRealChain, type RealChain } from '../platform/real-chain';
import { dashboardPreviews, variablesOf, type DashboardPreview } from '../previews/dashboard-previews';
import { panelData } from '../previews/panel-data';
import { dailySettings } from '../optimizer/optimizer-pair';
import { startOptimizer } from '../optimizer/optimizer-process';
import { freePort } from '../processes/free-ports';
import { heightOf } from '../previews/preview';
import { openPage } from '../processes/chromium';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { numbered, startSteadyLoad, type SteadyLoad } from '../tracing/steady-load';

/** Largest number of panels without data; each has a reason. */
const mostEmpty = 5;
/** Requests a second, one stretch of three minutes after another. */
const load = [6, 14, 9] as const;

export const scenario: Scenario = {
  name: 'dashboards',
  title: 'every query of rules, alerts and dashboards runs on a Prometheus that the whole platform fills, and every panel shows data or says why not',
  tags: ['full'],
  needs: [...REAL_CHAIN_PROGRAMS, 'metrics-server'],
  timeout: '1800s',
  async run(context) {
    const optimizer = await freePort();
    const chain = await startRealChain(context, { perPod: 4, shippedPolicy: true, optimizer });
    // it reads the load but has learned nothing yet, which its panels show
    await startOptimizer(context.processes, optimizer, dailySettings(chain.prometheus.url));
    const from = Date.now() / 1000;
    try {
      const panel = process.env['PANEL'];
      if (panel !== undefined) {
        await panelFills(context, chain, panel);
        return;
      }
      await filled(context, chain);
      await rulesEvaluate(context, chain);
      const to = Date.now() / 1000;
      const previews = await dashboardPreviews({
        environment: chain.environment,
        prometheus: chain.prometheus.url,
        folder: join(context.folder, 'previews'),
        window: { from, to, step: 10 },
        about: `Ten minutes of the example under ${load.join(', ')} requests/s, one in twenty of them slow or failing on purpose: more errors than the objective allows.`,
      });
      await pictures(context, previews);
      judged(context, previews);
    } finally {
      await chain.pods.stop();
    }
  },
};

/** Checks one panel as soon as it has data, which takes minutes less than all panels. */
async function panelFills(context: ScenarioContext, { environment, prometheus, pods }: RealChain, title: string): Promise<void> {
  const panels = dashboardsOf(environment).flatMap((dashboard) => dashboard.panels);
  const asked = panels.filter((panel) => panel.title === title);
  if (asked.length === 0) throw new Error(`PANEL must be the title of a panel, received "${title}"; known: ${panels.map((panel) => panel.title).join(', ')}`);
  await podsAnswer(pods);
  const playing = startSteadyLoad({ url: () => pods.nextUrl(), rate: load[1], request: numbered });
  const from = Date.now() / 1000;
  const waiting = async (): Promise<readonly string[]> => {
    const window = { from, to: Date.now() / 1000, step: 10 };
    const shown = await Promise.all(asked.map((panel) => panelData(prometheus.url, panel, { window, variables: variablesOf(environment) })));
    return asked.filter((panel, index) => shown[index]?.length === 0 && panel.emptyBecause === undefined).map((panel) => `${panel.title} has no data`);
  };
  // the longest of what rules look at before they record anything is ten minutes
  await eventually('the panel shows data', waiting, { until: (without) => without.length === 0, timeout: '720s', interval: '5s' });
  await playing.stop();
  context.report(`${title} shows data, or says why it does not`);
}

function podsAnswer(pods: RealChain['pods']): Promise<number> {
  return eventually('two pods answer', () => Promise.resolve(pods.urls.length), { until: (count) => count >= 2, timeout: '120s' });
}

async function filled(context: ScenarioContext, { pods }: RealChain): Promise<void> {
  await podsAnswer(pods);
  for (const rate of load) {
    const playing: SteadyLoad = startSteadyLoad({ url: () => pods.nextUrl(), rate, request: numbered });
    await sleep('190s');
    await playing.stop();
    context.report(`${rate} requests/s: ${playing.answered()} answered, ${pods.urls.length} pods`);
  }
}

const ruleGroups = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(
      z.object({
        file: z.string(),
        rules: z.array(z.object({ name: z.string(), query: z.string(), health: z.string(), lastError: z.string().optional(), type: z.string() })),
      }),
    ),
  }),
});

async function rulesEvaluate(context: ScenarioContext, { prometheus }: RealChain): Promise<void> {
  const response = await fetch(`${prometheus.url}/api/v1/rules`);
  const rules = ruleGroups.parse(await response.json()).data.groups.flatMap((group) => group.rules);
  const broken = rules.filter(({ health }) => health !== 'ok');
  if (broken.length > 0) throw new Error(broken.map(({ name, query, health, lastError }) => `${name} is ${health}: ${lastError ?? ''}: ${query}`).join('\n'));
  const alerts = rules.filter(({ type }) => type === 'alerting').length;
  context.report(`${rules.length - alerts} recording rules and ${alerts} alerts evaluated without an error`);
}

async function pictures(context: ScenarioContext, previews: readonly DashboardPreview[]): Promise<void> {
  const shown = previews.filter(isFilled);
  for (const { file } of shown) {
    const url = pathToFileURL(file).href;
    const height = heightOf(await openPage({ url }));
    await openPage({ url, screenshot: file.replace(/html$/, 'png'), size: { width: 1280, height } });
  }
  context.report(`pictures of ${shown.length} of ${previews.length} dashboards, the others have too little to show: ${join(context.folder, 'previews')}`);
}

/** Whether enough panels have data for a picture. */
function isFilled({ panels }: DashboardPreview): boolean {
  return panels.filter(({ series }) => series.length === 0).length <= panels.length / 4;
}

function judged(context: ScenarioContext, previews: readonly DashboardPreview[]): void {
  const panels = previews.flatMap(({ dashboard, panels: shown }) =>
    shown.map(({ panel, series }) => ({ where: `${dashboard.title}: ${panel.title}`, panel, series })),
  );
  const empty = panels.filter(({ series }) => series.length === 0);
  for (const { where, panel } of empty) context.report(`empty: ${where}: ${panel.emptyBecause ?? 'NO REASON'}`);
  const unexplained = empty.filter(({ panel }) => panel.emptyBecause === undefined);
  const queries = panels.reduce((count, { panel }) => count + panel.queries.length, 0);
  context.report(`${queries} queries of ${panels.length} panels, ${empty.length} panels without data`);
  if (unexplained.length > 0) throw new Error(`panels without data and without a reason: ${unexplained.map(({ where }) => where).join('; ')}`);
  if (empty.length > mostEmpty) throw new Error(`at most ${mostEmpty} panels may be empty, ${empty.length} are`);
}
