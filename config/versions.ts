/** Pinned versions, from config/versions.json. */
import { z } from 'zod';
import { ConfigurationError, type Problem } from './rules/problem';
import { ruleText } from './rules/rule-text';
import committed from './versions.json';
import { pinnedImage } from './fields';

const imageVersion = z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a version such as "0.1.0"');

/** The names must be those that the program uses. A missing name would be noticed where it is used, but a superfluous one nowhere. */
const schema = z.strictObject({
  kubernetes: z.string().regex(/^1\.\d{1,3}$/, 'must be a minor version such as "1.36"'),
  images: z.strictObject({
    prometheus: pinnedImage,
    'prometheus-adapter': pinnedImage,
    'kube-state-metrics': pinnedImage,
    'stackdriver-adapter': pinnedImage,
    pause: pinnedImage,
    collector: pinnedImage,
    jaeger: pinnedImage,
    'python-instrumentation': pinnedImage,
    alertmanager: pinnedImage,
    grafana: pinnedImage,
    'managed-prometheus-frontend': pinnedImage,
    'oauth2-proxy': pinnedImage,
    'cloud-sql-proxy': pinnedImage,
  }),
  /** Tags of images that are built from this repository. */
  own: z.strictObject({ optimizer: imageVersion }),
  crds: z.strictObject({
    'sigs.k8s.io/gateway-api': z.string().regex(/^v\d+\.\d+\.\d+/, 'must be a version of a Go module such as "v1.4.0"'),
    'k8s.io/autoscaler/vertical-pod-autoscaler': z.string().regex(/^v\d+\.\d+\.\d+/, 'must be a version of a Go module such as "v1.4.0"'),
  }),
});

export type Versions = z.infer<typeof schema>;

/** @throws ConfigurationError with everything that is wrong: path, rule and value */
export function versionsOf(source: unknown): Versions {
  const result = schema.safeParse(source, { reportInput: true, error: ruleText });
  if (result.success) return result.data;
  throw new ConfigurationError(result.error.issues.flatMap(problemsOf));
}

/** Problems of one zod issue. The name of an image or a module may contain dots, so it is shown as it is in the file. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const at = (path: readonly PropertyKey[]): string => `config/versions.json${path.length === 0 ? '' : `: ${path.map(String).join('.')}`}`;
  if (issue.code !== 'unrecognized_keys') return [{ path: at(issue.path), rule: issue.message, received: issue.input }];
  const received = issue.input as Readonly<Record<string, unknown>>;
  return issue.keys.map((key) => ({ path: at([...issue.path, key]), rule: 'is not a known option', received: received[key] }));
}

export const versions: Versions = versionsOf(committed);
