import type { LackingFiles } from './completed-module';

/** A program built from a Go module. Its version is pinned by the `go.mod` and `go.sum` of its family. */
export interface Component {
  /** File name of the program. */
  readonly name: string;
  /** Folder under `e2e/components`: one Go module, because the dependency versions of families conflict. */
  readonly family: string;
  /** Import path of the main package. */
  readonly package: string;
  /** Source files in the family's folder that are part of the program. @default - all of it comes from modules */
  readonly sources?: readonly string[];
  /** Files that its module needs before it compiles. @default - nothing */
  readonly lacks?: LackingFiles;
  /** Go build tags. @default - none */
  readonly tags?: readonly string[];
  /** Package with coverage counters, which are written to GOCOVERDIR. @default - none */
  readonly counted?: string;
  /** Variables set at link time, by import path. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A Go build of Kubernetes has no version unless it is set, and kubectl cannot parse the version of a server
 * without one. Two packages contain it: one for the servers' version endpoint, one for the clients' user agent.
 */
const KUBERNETES_VERSION = Object.fromEntries(
  ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) => [
    [`${path}.gitVersion`, 'v1.36.3'],
    [`${path}.gitMajor`, '1'],
    [`${path}.gitMinor`, '36'],
  ]),
);

const kubernetes = (name: string) => ({
  family: 'kubernetes',
  package: `k8s.io/kubernetes/cmd/${name}`,
  variables: KUBERNETES_VERSION,
});

/** Service discovery links the client library of every cloud; the tags leave files, static targets and Kubernetes. */
const prometheus = (name: string) => ({
  family: 'prometheus',
  package: `github.com/prometheus/prometheus/cmd/${name}`,
  tags: ['remove_all_sd', 'enable_kubernetes_sd'],
});

const vertical = (name: string) => ({ family: 'vpa', package: `k8s.io/autoscaler/vertical-pod-autoscaler/pkg/${name}` });

/** Everything that is built, in build order: what shares the most packages goes first. */
export const COMPONENTS = [
  { name: 'kube-apiserver', ...kubernetes('kube-apiserver') },
  { name: 'kube-controller-manager', ...kubernetes('kube-controller-manager') },
  { name: 'kube-scheduler', ...kubernetes('kube-scheduler') },
  { name: 'kubectl', ...kubernetes('kubectl') },
  {
    name: 'hpa-oracle',
    ...kubernetes('hpa-oracle'),
    package: 'lyo-platform/e2e/components/kubernetes/hpa-oracle',
    sources: ['main.go', 'case.go', 'decide.go', 'world.go', 'metrics.go'].map((file) => `hpa-oracle/${file}`),
    counted: 'k8s.io/kubernetes/pkg/controller/podautoscaler',
  },
  {
    name: 'server-defaults',
    ...kubernetes('server-defaults'),
    package: 'lyo-platform/e2e/components/kubernetes/server-defaults',
    sources: ['server-defaults/main.go'],
  },
  { name: 'etcd', family: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  { name: 'kwok', family: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  { name: 'metrics-server', family: 'metrics-server', package: 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
  { name: 'prometheus', ...prometheus('prometheus') },
  { name: 'promtool', ...prometheus('promtool') },
  { name: 'prometheus-adapter', family: 'prometheus-adapter', package: 'sigs.k8s.io/prometheus-adapter/cmd/adapter' },
  { name: 'kube-state-metrics', family: 'kube-state-metrics', package: 'k8s.io/kube-state-metrics/v2' },
  { name: 'vpa-recommender', ...vertical('recommender') },
  { name: 'vpa-updater', ...vertical('updater') },
  { name: 'vpa-admission-controller', ...vertical('admission-controller') },
  // Its source is generated from builder.yaml (`go run go.opentelemetry.io/collector/cmd/builder@v0.159.0 --config builder.yaml --skip-compilation`).
  {
    name: 'otelcol',
    family: 'collector',
    package: 'lyo-platform/e2e/components/collector',
    sources: ['components.go', 'main.go', 'main_others.go', 'profile.go'],
  },
  { name: 'jaeger', family: 'jaeger', package: 'github.com/jaegertracing/jaeger/cmd/jaeger' },
  {
    name: 'alertmanager',
    family: 'alertmanager',
    package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
    // The release embeds its compiled user interface there; without any file the package does not compile. Scenarios use the API alone.
    lacks: { module: 'github.com/prometheus/alertmanager', files: { 'ui/app/dist/absent.txt': 'The user interface is not part of the Go module.\n' } },
  },
  { name: 'amtool', family: 'alertmanager', package: 'github.com/prometheus/alertmanager/cmd/amtool' },
  {
    name: 'oauth2-proxy',
    family: 'oauth2-proxy',
    package: 'github.com/oauth2-proxy/oauth2-proxy/v7',
    variables: { 'github.com/oauth2-proxy/oauth2-proxy/v7/pkg/version.VERSION': 'v7.15.6' },
  },
  { name: 'openid-provider', family: 'openid-provider', package: 'lyo-platform/e2e/components/openid-provider', sources: ['main.go'] },
  { name: 'actionlint', family: 'actionlint', package: 'github.com/rhysd/actionlint/cmd/actionlint' },
  { name: 'crane', family: 'crane', package: 'github.com/google/go-containerregistry/cmd/crane' },
  { name: 'oras', family: 'oras', package: 'oras.land/oras/cmd/oras' },
  // it links the client of every cloud's key service, which makes it the largest build
  { name: 'cosign', family: 'cosign', package: 'github.com/sigstore/cosign/v3/cmd/cosign' },
  { name: 'kube-score', family: 'kube-score', package: 'github.com/zegl/kube-score/cmd/kube-score' },
] as const satisfies readonly Component[];

export type ComponentName = (typeof COMPONENTS)[number]['name'];

/** What `startCluster` starts. */
export const CLUSTER_PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'etcd',
  'kwok',
] as const satisfies readonly ComponentName[];

/** What `Platform.start` starts: a cluster, and what turns its metrics into replicas. */
export const PLATFORM_PROGRAMS = [
  ...CLUSTER_PROGRAMS,
  'metrics-server',
  'prometheus',
  'prometheus-adapter',
  'kube-state-metrics',
] as const satisfies readonly ComponentName[];

/** What `startRealChain` starts. */
export const REAL_CHAIN_PROGRAMS = [
  ...CLUSTER_PROGRAMS,
  'prometheus',
  'prometheus-adapter',
  'kube-state-metrics',
  'otelcol',
  'jaeger',
] as const satisfies readonly ComponentName[];

export function componentNamed(name: ComponentName): Component {
  const found = COMPONENTS.find((component) => component.name === name);
  if (!found) throw new Error(`no component is named "${name}"; known: ${COMPONENTS.map((c) => c.name).join(', ')}`);
  return found;
}
