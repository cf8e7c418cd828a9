/** The demo's page: server-rendered, nothing loaded from elsewhere, renewed every five seconds. */
import { linksOf } from '../../charts/alert-rules';
import type { Environment } from '../../config/environment';
import { escaped } from '../../command-line/escaped';
import { lineChart } from '../previews/line-chart';
import { serviceMap } from '../previews/service-map';
import { formatted } from '../previews/values';
import type { PageData, ShownPanel, Signal } from './page-data';
import { pageScript } from './page-script';
import { pageStyle } from './page-style';
import { waterfall } from './waterfall';
import { webWorkloads } from '../../config/workload';

/** Width at which charts are drawn; the page scales them to their card, so that their text stays readable on a phone. */
const chartWidth = 400;
const mapWidth = 620;

/** @param content HTML of {@link pageContent} */
export function page(content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>lyo-platform demo</title><noscript><meta http-equiv="refresh" content="10"></noscript><style>${pageStyle}</style></head><body><header><h1>lyo-platform demo</h1><p>What happens on this machine right now. Kubernetes is not here: that one pod is ready is played, its CPU and memory are the process’s own. One request in twenty is slow or fails on purpose, so an objective may burn.</p><p id="stale" hidden>The demo does not answer any more: this is the last picture of it.</p></header><main id="content">${content}</main><script>${pageScript}</script></body></html>\n`;
}

export function pageContent(data: PageData, environment: Environment): string {
  const stats = data.panels.filter(({ panel }) => panel.kind === 'stat').map(stat);
  const charts = data.panels.filter(({ panel }) => panel.kind === 'series').map((shown) => chart(shown, data));
  const maps = data.panels.filter(({ panel }) => panel.kind === 'map').map(map);
  return [
    `<div class="stats">${stats.join('')}</div>`,
    `<section class="wide"><h2>Alerts</h2>${alerts(data)}</section>`,
    `<section><h2>Desired replicas by signal</h2>${signals(data.signals, environment)}</section>`,
    ...charts,
    ...maps,
    `<section class="wide"><h2>Last traces</h2>${traces(data)}</section>`,
    `<section class="wide"><h2>In a cluster</h2>${consoles(environment)}</section>`,
    `<p class="wide at">as of ${new Date(data.window.to * 1000).toISOString().slice(11, 19)} UTC</p>`,
  ].join('\n');
}

/** Shown instead of the content while Prometheus or Jaeger does not answer. */
export function pageTrouble(reason: string): string {
  return `<section class="wide"><h2>Not there yet</h2><p>${escaped(reason)}</p></section>`;
}

function stat({ panel, series }: ShownPanel): string {
  const value = series[0]?.points[0]?.[1];
  return `<div><b>${value === undefined ? '–' : escaped(formatted(value, panel.unit))}</b><span>${escaped(panel.title)}</span></div>`;
}

function chart({ panel, series }: ShownPanel, { window }: PageData): string {
  const drawn =
    panel.kind === 'series' && series.length > 0
      ? lineChart(panel, series, { width: chartWidth, window, exemplars: [] })
      : `<p class="empty">no data${panel.emptyBecause === undefined ? ' yet' : `: ${escaped(panel.emptyBecause)}`}</p>`;
  return `<section><h2>${escaped(panel.title)}</h2><p>${escaped(panel.description)}</p>${drawn}</section>`;
}

function map({ panel, series }: ShownPanel): string {
  const drawn = series.length === 0 ? '<p class="empty">no data yet</p>' : `<div class="map">${serviceMap(series, { width: mapWidth })}</div>`;
  return `<section class="wide"><h2>${escaped(panel.title)}</h2><p>${escaped(panel.description)}</p>${drawn}</section>`;
}

/** The autoscaler takes the largest signal, within the bounds of the policy. */
function signals(all: readonly Signal[], environment: Environment): string {
  const [workload] = webWorkloads(environment);
  const most = all[0]?.asks;
  const winners = most === undefined ? [] : all.filter(({ asks }) => asks === most).map(({ name }) => readable(name));
  const { minReplicas = 1, maxReplicas = 1 } = workload?.scaling ?? {};
  const sentence =
    most === undefined
      ? 'No signal has a value yet: each waits for its window.'
      : `${winners.join(' and ')} ${winners.length > 1 ? 'win' : 'wins'} with ${formatted(most, 'count')}; the autoscaler would set ${Math.min(maxReplicas, Math.max(minReplicas, most))} (${minReplicas} to ${maxReplicas}).`;
  const rows = all.map(({ name, asks }) => {
    const wins = asks !== undefined && asks === most;
    return `<tr${wins ? ' class="wins"' : ''}><td>${escaped(readable(name))}</td><td>${asks === undefined ? 'publishes nothing' : formatted(asks, 'count')}</td><td>${wins ? 'wins' : ''}</td></tr>`;
  });
  return `<p>${escaped(sentence)}</p><table>${rows.join('')}</table>`;
}

function readable(signal: string): string {
  return signal === 'cpu' ? 'CPU' : signal.replaceAll('_', ' ');
}

/** Deadman always fires, so that a failure of alerting is noticed; the page leaves it out. */
function alerts({ alerts: all }: PageData): string {
  const shown = all.filter(({ labels }) => labels['alertname'] !== 'Deadman');
  const alive =
    all.length > shown.length ? 'Deadman fires, as it always must: alerting is alive.' : 'Deadman does not fire yet: rules have not been evaluated.';
  if (shown.length === 0) return `<p>None is firing, none is pending. ${alive}</p>`;
  const rows = shown.map(({ state, labels, annotations }) => {
    const text = annotations['summary'] ?? annotations['description'] ?? '';
    return `<li class="${state}"><b>${escaped(labels['alertname'] ?? '')}</b> ${state}. ${escaped(text)}</li>`;
  });
  return `<ul>${rows.join('')}</ul><p>${alive}</p>`;
}

function traces({ traces: all, window }: PageData): string {
  if (all.length === 0) return '<p class="empty">none yet: tail sampling decides ten seconds after a trace began</p>';
  return all.map((trace, index) => waterfall(trace, { now: window.to, open: index === 0 })).join('');
}

function consoles(environment: Environment): string {
  const links = linksOf(environment);
  const rows = [
    ['Rates, errors, durations, signals, the map', `Grafana’s seven dashboards, ${links.grafana}`],
    ['Traces and their search', `Jaeger, ${links.jaeger}`],
    ['Alerts', 'Alertmanager sends them to the receivers of the configuration; each links to its runbook and dashboard'],
    ['Replicas', `kubectl get hpa --namespace ${environment.workloads[0]?.namespace ?? 'lyo-backend'}`],
  ];
  return `<p>This page belongs to the demo. A real cluster shows instead:</p><table>${rows.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('')}</table>`;
}
