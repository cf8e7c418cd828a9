/** From an environment to files: the only place that creates an App. */
import { ApiObject, App, type Chart } from 'cdk8s';
import type { Environment } from '../config/environment';
import { foldedYaml } from '../constructs/folded-yaml';
import { PlatformChart } from '../constructs/platform-chart';
import { alertmanager } from './alertmanager';
import { autoscaling } from './autoscaling';
import { collectors } from './collectors';
import { consoles } from './consoles';
import { gateway } from './gateway';
import { grafana } from './grafana';
import { jaeger } from './jaeger';
import { kubeStateMetrics } from './kube-state-metrics';
import { managedCollection } from './managed-collection';
import { managedPrometheus } from './managed-prometheus';
import { namespaces } from './namespaces';
import { optimizer } from './optimizer';
import { placeholder } from './placeholder';
import { prometheus } from './prometheus';
import { prometheusAdapter } from './prometheus-adapter';
import { stackdriverAdapter } from './stackdriver-adapter';
import { tasks } from './tasks';
import { webServices } from './web-services';
import { workers } from './workers';

/** One chart as one YAML file. */
export interface SynthesizedFile {
  /** File name, `<chart>.yaml`. */
  readonly name: string;
  readonly yaml: string;
  readonly objects: readonly SynthesizedObject[];
}

/** An object with its origin, for people who have to change it. */
export interface SynthesizedObject {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Path of the object's construct in the tree. */
  readonly constructPath: string;
  /** TypeScript file of the object's chart. */
  readonly source: string;
}

/**
 * Builds every chart of an environment and renders it.
 *
 * `App.synth` resolves and validates the whole tree again for each chart, which is quadratic in charts; no chart here depends on another, so the tree is
 * validated once and each object is rendered once.
 * @throws Error with the construct's path when a construct refuses its input
 */
export function synthesize(environment: Environment): readonly SynthesizedFile[] {
  const app = new App({ outdir: 'unused' });
  declareCharts(app, environment);
  const problems = app.node.findAll().flatMap(({ node }) => node.validate().map((problem) => `${node.path}: ${problem}`));
  if (problems.length > 0) throw new Error(`${environment.name}: ${problems.length} constructs refuse what they were given:\n  ${problems.join('\n  ')}`);
  return app.node.children
    .filter(isPlatformChart)
    .filter(hasObjects)
    .map((chart) => render(chart, environment.name));
}

/** Every chart of an environment, in the order of its files. */
export function declareCharts(app: App, environment: Environment): void {
  namespaces(app, environment);
  webServices(app, environment);
  workers(app, environment);
  tasks(app, environment);
  gateway(app, environment);
  autoscaling(app, environment);
  kubeStateMetrics(app, environment);
  collectors(app, environment);
  jaeger(app, environment);
  grafana(app, environment);
  consoles(app, environment);
  prometheus(app, environment);
  alertmanager(app, environment);
  prometheusAdapter(app, environment);
  stackdriverAdapter(app, environment);
  managedPrometheus(app, environment);
  managedCollection(app, environment);
  optimizer(app, environment);
  placeholder(app, environment);
}

function isPlatformChart(construct: unknown): construct is PlatformChart {
  return construct instanceof PlatformChart;
}

function objectsOf(chart: Chart): readonly ApiObject[] {
  return chart.node.findAll().filter((construct) => construct instanceof ApiObject);
}

function hasObjects(chart: Chart): boolean {
  return objectsOf(chart).length > 0;
}

function render(chart: PlatformChart, environment: string): SynthesizedFile {
  const objects = objectsOf(chart).map((object) => ({ object, json: object.toJson() as Manifest }));
  return {
    name: `${chart.node.id}.yaml`,
    // YAML 1.1, as Go programs read it: text that they would take for a boolean or a number is quoted
    yaml: `${origin(chart.source, environment)}\n${objects.map(({ json }) => foldedYaml(json, { keepUndefined: true, version: '1.1' })).join('---\n')}`,
    objects: objects.map(({ object, json }) => ({
      kind: json.kind,
      namespace: json.metadata.namespace,
      name: json.metadata.name,
      constructPath: object.node.path,
      source: chart.source,
    })),
  };
}

/** First line of every file: tells people what to edit instead. */
function origin(source: string, environment: string): string {
  return `# generated from ${source} for ${environment} by "npm start": change it there`;
}

/** Fields of every rendered object. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
