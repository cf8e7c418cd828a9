/** Reads the part of the OpenMetrics text format (prometheus.io/docs/specs/om/open_metrics_spec) that scenarios use. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Trace id of its exemplar. */
  readonly exemplar: string | undefined;
}

/** @param address `host:port` */
export async function samplesOf(address: string): Promise<readonly Sample[]> {
  const response = await fetch(`http://${address}/metrics`, { headers: { accept: 'application/openmetrics-text; version=1.0.0' } });
  if (!response.ok) throw new Error(`http://${address}/metrics answered ${response.status}`);
  return (await response.text()).split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [sample(line)]));
}

/** `name{label="value"} 1.0 # {trace_id="…"} 2.0`. */
function sample(line: string): Sample {
  const [, name = '', labels = '', value = '', rest = ''] = /^([^{ ]+)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})? (\S+)(.*)$/.exec(line) ?? [];
  return { name, labels: pairs(labels), value: Number(value), exemplar: /trace_id="([0-9a-f]+)"/.exec(rest)?.[1] };
}

function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [name, value]));
}

/** Sum of the samples of a metric that carry the labels. */
export function sumOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
