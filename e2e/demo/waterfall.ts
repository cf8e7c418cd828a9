/** A trace as a waterfall: one row for each span, below its caller, with its begin as horizontal position. */
import { escaped } from '../../command-line/escaped';
import { colours } from '../previews/line-chart';
import { formatted } from '../previews/values';
import { shortened } from '../previews/shortened';
import { tagOf, type JaegerSpan, type JaegerTrace } from '../tracing/jaeger-api';
import { rootOf } from './page-data';

/** Largest number of rows; further spans are only counted. */
const mostRows = 24;

export interface WaterfallOptions {
  /** Seconds since 1970. */
  readonly now: number;
  /** Whether its rows are expanded at first. */
  readonly open: boolean;
}

export function waterfall(trace: JaegerTrace, { now, open }: WaterfallOptions): string {
  const root = rootOf(trace);
  if (root === undefined) return '';
  const begin = Math.min(...trace.spans.map(({ startTime }) => startTime));
  const end = Math.max(...trace.spans.map(({ startTime, duration }) => startTime + duration));
  const length = Math.max(1, end - begin);
  const services = [...new Set(trace.spans.map((span) => serviceOf(trace, span)))].sort();
  const ordered = depthFirst(trace);
  const rows = ordered.slice(0, mostRows).map(({ span, depth }) => {
    const left = ((span.startTime - begin) / length) * 100;
    // a span without duration stays visible, and inside of the chart
    const width = Math.min(100 - left, Math.max(0.7, (span.duration / length) * 100));
    const colour = colours[services.indexOf(serviceOf(trace, span)) % colours.length] ?? colours[0];
    return `<div class="span${failed(span) ? ' failed' : ''}"><div class="what" style="padding-left:${depth * 12}px"><b>${escaped(layerOf(trace, span))}</b> ${escaped(nameOf(span))}</div><div class="bar"><i style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%;background:${colour}"></i></div><div class="took">${escaped(formatted(span.duration / 1e6, 'seconds'))}</div></div>`;
  });
  const more = ordered.length > mostRows ? `<p>and ${ordered.length - mostRows} more spans</p>` : '';
  const ago = Math.max(0, Math.round(now - begin / 1e6));
  const title = `${root.operationName} · ${formatted(length / 1e6, 'seconds')} · ${trace.spans.length} ${trace.spans.length === 1 ? 'span' : 'spans'} · ${ago} s ago`;
  const error = trace.spans.some(failed) ? ' <em>error</em>' : '';
  const legend = services
    .map((name, index) => `<span><i style="background:${colours[index % colours.length] ?? colours[0]}"></i>${escaped(name)}</span>`)
    .join('');
  return `<details data-key="${escaped(root.operationName)}"${open ? ' open' : ''}><summary>${escaped(title)}${error}</summary><div class="legend">${legend}</div>${rows.join('')}${more}</details>`;
}

function serviceOf({ processes }: JaegerTrace, { processID }: JaegerSpan): string {
  return processes[processID]?.serviceName ?? '?';
}

/** Name of a span, with the path of the SQLite file shortened to its last part. */
function nameOf(span: JaegerSpan): string {
  const isStatement = tagOf(span, 'db.system.name') !== undefined || tagOf(span, 'db.system') !== undefined;
  return isStatement ? span.operationName.split(' ').map(shortened).join(' ') : span.operationName;
}

function failed(span: JaegerSpan): boolean {
  return tagOf(span, 'error') === 'true' || tagOf(span, 'otel.status_code') === 'ERROR';
}

/** Kind of the span for the legend: the serving service, a database, a cache, a call, a step. */
function layerOf(trace: JaegerTrace, span: JaegerSpan): string {
  const database = tagOf(span, 'db.system.name') ?? tagOf(span, 'db.system');
  if (database === 'redis') return 'Redis';
  if (database !== undefined) return `SQL ${shortened(database)}`;
  switch (tagOf(span, 'span.kind')) {
    case 'server':
      return `${serviceOf(trace, span)}, FastAPI`;
    case 'client':
      return 'HTTP call';
    default:
      return 'step';
  }
}

interface Placed {
  readonly span: JaegerSpan;
  readonly depth: number;
}

/** Callers before the spans they call, siblings by begin. A span without its caller is at the left edge; a cycle of callers is cut. */
function depthFirst(trace: JaegerTrace): readonly Placed[] {
  const known = new Set(trace.spans.map(({ spanID }) => spanID));
  const callerOf = ({ references }: JaegerSpan): string | undefined => references.find(({ spanID }) => known.has(spanID))?.spanID;
  const seen = new Set<JaegerSpan>();
  const below = (spans: readonly JaegerSpan[], depth: number): readonly Placed[] =>
    [...spans]
      .sort((one, other) => one.startTime - other.startTime)
      .flatMap((span) => {
        if (seen.has(span)) return [];
        seen.add(span);
        const called = trace.spans.filter((other) => callerOf(other) === span.spanID);
        return [{ span, depth }, ...below(called, depth + 1)];
      });
  const placed = below(
    trace.spans.filter((span) => callerOf(span) === undefined),
    0,
  );
  return [
    ...placed,
    ...below(
      trace.spans.filter((span) => !seen.has(span)),
      0,
    ),
  ];
}
