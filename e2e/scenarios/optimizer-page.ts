import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namespaces, optimizerObjects, tunablesOf } from '../../config/names';
import { devTuned } from '../../test/fixtures/tuned';
import type { Cluster } from '../cluster/cluster';
import { fuzz } from '../optimizer/api-fuzz';
import { clusterSettings } from '../optimizer/cluster-settings';
import { dailySettings } from '../optimizer/optimizer-pair';
import { seenWorkload, startOptimizer } from '../optimizer/optimizer-process';
import { filled, PlayedMetrics } from '../optimizer/played-metrics';
import { clusterWith } from '../platform/applied-cluster';
import { Manifests } from '../platform/manifests';
import { Browser } from '../processes/browser';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = ['light', 'dark'] as const;
/** Each size in each scheme. */
const looks = Object.entries(sizes).flatMap(([name, size]) =>
  schemes.map((scheme) => ({ name: `${name}, ${scheme}`, file: `${name}-${scheme}.png`, size, scheme })),
);
const day = 86_400;
/** MiB of the simulated volume, which are reached in some weeks. */
const filledUp = 600;

interface Stage {
  readonly context: ScenarioContext;
  readonly cluster: Cluster;
  readonly metrics: PlayedMetrics;
  readonly optimizer: Running;
  readonly browser: Browser;
}

/** The page of the real process, with the rights of its ServiceAccount, in a browser. */
export const scenario: Scenario = {
  name: 'optimizer-page',
  title:
    "the page of the optimizer's process in headless Chromium, on a desk and a phone: all that is known is there, also without scripts and by keyboard alone, axe finds no violation, nothing complains, and whatever is sent to its API is answered and changes nothing",
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '900s',
  async run(context) {
    const cluster = await clusterWith(context, Manifests.of(devTuned));
    const metrics = await PlayedMetrics.start();
    metrics.crowdUntil = Math.floor(Date.now() / 1000 / 300) * 300 - 3600;
    const browser = await Browser.start();
    try {
      await earlierTrials(cluster);
      const stage = { context, cluster, metrics, browser, optimizer: await started(context, cluster, metrics) };
      await hasEverything(stage);
      await isWhole(stage);
      await isAccessible(stage);
      await goesByKeyboard(stage);
      await readsWithoutScripts(stage);
      await renewsItself(stage);
      if (browser.complaints.length > 0) throw new Error(`the browser must have nothing to complain of, received ${browser.complaints.join('; ')}`);
      await isFuzzed(stage);
      await saysThatItIsOld(stage);
    } finally {
      await browser.stop();
      await metrics.stop();
    }
  },
};

async function started(context: ScenarioContext, cluster: Cluster, metrics: PlayedMetrics): Promise<Running> {
  const kubernetes = await clusterSettings(context, cluster);
  const { workloads, ...settings } = dailySettings(metrics.url);
  const advised = {
    anomalies: { mode: 'advise', cap: 20 },
    bottlenecks: 'advise',
    sizing: { mode: 'advise', cpu: { request: 250, limit: 1000, min: 100, max: 1000 }, memory: { request: 384, limit: 512, min: 256, max: 1024 } },
  };
  const ticks = { tick: 10, validFor: 45 };
  return startOptimizer(context.processes, await freePort(), {
    ...settings,
    ...ticks,
    kubernetes,
    watched: [{ name: 'volume of the history', expression: filled, measure: 'peak', limit: filledUp, unit: 'MiB', why: 'what it has been given' }],
    links: { grafana: 'https://grafana.example', jaeger: 'https://jaeger.example', runbooks: 'https://runbooks.example' },
    workloads: workloads.map((one) => ({ ...one, ...advised })),
  });
}

/** Writes trials of a week, as an earlier optimizer would have. */
async function earlierTrials(cluster: Cluster): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const verdicts = Array.from({ length: 28 }, (_, index) => {
    const gain = 0.06 + 0.05 * Math.sin(index / 3);
    const lesson = {
      because: index % 9 === 4 ? 'drift' : 'regular',
      weights: { forest: 0.61, 'level-seasonal': 0.3, persistence: 0.09 },
      missed: 0.11,
      error: 0.07 + 0.01 * Math.cos(index),
    };
    return { at: now - (28 - index) * (day / 4), trusted: gain >= 0.02, gain, why: `the last day with it: ${(100 * gain).toFixed(1)} % better`, lesson };
  });
  const text = JSON.stringify({ workloads: { [`${namespaces.backend}/backend`]: { decisions: [], spending: [], verdicts } } });
  const metadata = { name: optimizerObjects.decisions, namespace: namespaces.observability };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'decisions.json': text } };
  await cluster.kubectl(['apply', '--server-side', '--field-manager=lyo-platform-optimizer', '-f', '-'], JSON.stringify(object));
}

/** A change is tried, does harm, is undone, and another one waits for its end: what the page has to show. */
async function hasEverything({ context, metrics, optimizer, cluster }: Stage): Promise<void> {
  await eventually('something is learned', () => seenWorkload(optimizer), { until: ({ learned }) => learned !== undefined, timeout: '180s', interval: '1s' });
  const file = (): Promise<string> =>
    cluster.kubectl(['get', 'configmap', tunablesOf('backend'), '-n', namespaces.backend, '--ignore-not-found', '--output=jsonpath={.data.optimizer\\.json}']);
  await eventually('a change is tried', file, { until: (text) => text.includes('"trial"'), timeout: '120s', interval: '1s' });
  metrics.slowFrom = Date.now() / 1000;
  await eventually('it did harm and is undone', file, { until: (text) => text.includes('rolled back'), timeout: '300s', interval: '1s' });
  context.report(`a change was tried, made requests three times as slow, and was undone`);
  const incidents = (): Promise<string> => fetch(`${optimizer.url}/api/v1/incidents`).then((answer) => answer.text());
  await eventually('it is noticed as an incident', incidents, { until: (text) => text.includes('"causes":[{'), timeout: '120s', interval: '1s' });
  const said = (): Promise<string> => fetch(`${optimizer.url}/api/v1/bottlenecks`).then((answer) => answer.text());
  const bottleneck = await eventually('the slow part of its requests is told', said, {
    until: (text) => text.includes('of a request itself'),
    timeout: '120s',
    interval: '1s',
  });
  context.report(`the slow part of its requests: ${/"says":"([^"]*)"/.exec(bottleneck)?.[1] ?? 'nothing'}`);
}

async function isWhole({ context, optimizer, browser }: Stage): Promise<void> {
  for (const { name, file, size, scheme } of looks) {
    await browser.prefer(scheme);
    await browser.open(`${optimizer.url}/`, size);
    await browser.picture(join(context.folder, file));
    const wide = await browser.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (wide !== 0) throw new Error(`${name}: the page must not be wider than the window, is by ${String(wide)} px`);
    const missing = await missingIn(browser);
    if (missing.length > 0) throw new Error(`${name}: the page must show ${missing.join(', ')}`);
  }
  context.report(`pictures of desk and phone in ${context.folder}`);
}

/** Texts that the page must show. */
const shown: Readonly<Record<string, string>> = {
  'the load': 'svg path.load',
  'its forecast with a band': 'svg path.band',
  'an anomaly': 'svg .anomaly',
  'trust over time': 'svg path.gain',
  'trials that were not trusted': 'svg .untrusted',
  'the signal that wins': 'td strong',
  'a decision with its reason': 'tbody tr',
  'the likely cause of an incident': 'td strong',
  'its trace': 'a[href^="https://jaeger.example/search"]',
};
const told = [
  'Incidents',
  'backend is slow or fails by itself',
  'What runs out',
  'volume of the history',
  'Where the time of a request goes',
  'shop (database)',
  'bottleneck-mitigation',
  'What was learned',
  'the load became another',
  'Signals of the autoscaler',
  'Expected load',
  'Anomalies',
  'Now',
  'Changes of tunables',
  'rolled back',
  'Decisions before',
  'Trust, newest first',
];

async function missingIn(browser: Browser): Promise<readonly string[]> {
  const found = (await browser.evaluate(`(${JSON.stringify(Object.values(shown))}).map((one)=>document.querySelector(one)!==null)`)) as readonly boolean[];
  const text = String(await browser.evaluate('document.body.innerText'));
  return [...Object.keys(shown).filter((_, index) => found[index] !== true), ...told.filter((word) => !text.includes(word))];
}

async function isAccessible({ context, optimizer, browser }: Stage): Promise<void> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const { name, size, scheme } of looks) {
    await browser.prefer(scheme);
    await browser.open(`${optimizer.url}/`, size);
    await browser.evaluate(`${axe};undefined`);
    const answer = await browser.evaluate(
      `axe.run().then(({violations,passes,incomplete})=>({passes:passes.length,incomplete:incomplete.map(({id})=>id),violations:violations.map(({id,help,nodes})=>id+' ('+help+'): '+nodes.map(({target})=>target.join(' ')).join(', '))}))`,
    );
    const { violations, passes, incomplete } = answer as Readonly<Record<'violations' | 'incomplete', readonly string[]>> & { readonly passes: number };
    if (violations.length > 0) throw new Error(`${name}: axe must find no violation, found ${violations.join('; ')}`);
    context.report(`${name}: axe passes ${passes} rules, no violation, undecided: ${incomplete.join(', ') || 'none'}`);
  }
}

const focused =
  '(()=>{const e=document.activeElement;return e===document.body?"":e.tagName+" "+(e.getAttribute("aria-label")??e.textContent).trim().slice(0,40)})()';
const outlined = 'getComputedStyle(document.activeElement).outlineStyle!=="none"';

/** Every focused element is visible, none traps the focus, and the first one skips to the content. */
async function goesByKeyboard({ context, optimizer, browser }: Stage): Promise<void> {
  await browser.open(`${optimizer.url}/`, sizes.desk);
  const stops: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    await browser.press('Tab');
    const where = String(await browser.evaluate(focused));
    if (where === '' || where === stops[0]) break;
    if (stops.at(-1) === where) throw new Error(`Tab must lead on from ${where}`);
    if ((await browser.evaluate(outlined)) !== true) throw new Error(`${where} must be seen when it has the focus`);
    stops.push(where);
  }
  const all = Number(await browser.evaluate(`document.querySelectorAll('a[href],[tabindex="0"],button,summary').length`));
  if (stops.length !== all) throw new Error(`Tab must come to each of ${all} places, came to ${stops.length}: ${stops.join(', ')}`);
  await browser.open(`${optimizer.url}/`, sizes.desk);
  await browser.press('Tab');
  await browser.press('Enter');
  const main = await browser.evaluate('document.activeElement.id');
  if (main !== 'workloads') throw new Error(`the first link must lead to the workloads, led to ${String(main)}`);
  context.report(`by keyboard: ${stops.length} stops, each with an outline, and the first link leads to the workloads`);
}

async function readsWithoutScripts({ context, optimizer, browser }: Stage): Promise<void> {
  await browser.open(`${optimizer.url}/`, sizes.desk, false);
  const missing = await missingIn(browser);
  if (missing.length > 0) throw new Error(`without scripts the page must show ${missing.join(', ')}`);
  context.report('without scripts: the same');
}

async function renewsItself({ context, optimizer, browser }: Stage): Promise<void> {
  await browser.open(`${optimizer.url}/`, sizes.desk);
  const text = (): Promise<string> => browser.evaluate(`document.getElementById('renewed').textContent`).then(String);
  const renewed = await eventually('it is renewed', text, { until: (one) => one.startsWith('Renewed '), timeout: '40s', interval: '1s' });
  context.report(`renews itself: ${renewed}`);
}

async function saysThatItIsOld({ context, optimizer, browser }: Stage): Promise<void> {
  await browser.open(`${optimizer.url}/`, sizes.desk);
  await optimizer.kill();
  const text = (): Promise<string> => browser.evaluate(`document.getElementById('renewed').textContent`).then(String);
  const old = await eventually('it says that it is old', text, { until: (one) => one.includes('does not answer'), timeout: '40s', interval: '1s' });
  context.report(`killed: "${old}"`);
}

/** Random requests change nothing. */
async function isFuzzed({ context, optimizer, cluster }: Stage): Promise<void> {
  const before = await writtenOf(cluster);
  const answered = await fuzz(optimizer.url, 2000, []);
  if ((await writtenOf(cluster)) !== before) throw new Error('nothing that was sent may change what is written');
  context.report(`${answered}; nothing written`);
}

/** The text of the tunables, which requests must not change. */
function writtenOf(cluster: Cluster): Promise<string> {
  return cluster.kubectl(['get', 'configmap', tunablesOf('backend'), '-n', namespaces.backend, '--output=jsonpath={.data}']);
}
