import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { synthesize } from '../../../charts/synthesis';
import { autoscalerSpec } from '../../../autoscaler/spec';
import { specOfPolicy } from '../../../autoscaler/replay/spec-of-policy';
import { environments } from '../../fixtures/environments';
import { webWorkloads } from '../../../config/workload';

interface Autoscaler {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly metrics: readonly { readonly type: string }[] };
}

test.each(
  environments.flatMap((environment) => webWorkloads(environment).map((workload) => ({ environment, workload, name: `${environment.name}/${workload.name}` }))),
)('the simulated autoscaler of $name is the generated one, except for metrics of the application and of Google Cloud', ({ environment, workload }) => {
  const objects = synthesize(environment).flatMap(({ yaml }) => parseAllDocuments(yaml).map((document) => document.toJS() as Autoscaler));
  const generated = objects.find(({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === workload.name);
  const ours = specOfPolicy(workload.name, workload.scaling);
  const metrics = generated?.spec.metrics.filter((metric) => ours.metrics?.some((known) => isDeepStrictEqual(known, metric)));
  expect(autoscalerSpec.parse({ ...generated?.spec, metrics })).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload.name },
    ...ours,
  });
});
