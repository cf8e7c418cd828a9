/** What makes a workload's requests visible, by the language it is written in. */
import type { Environment } from '../config/environment';
import { guardedWorkloads, versionOf } from '../config/guarded-workloads';
import { imageTag } from '../config/image-tag';
import { injectedFolders } from '../config/instrumentation';
import { healthRoutesOf } from '../config/health-routes';
import { platformImage } from '../config/google/platform-images';
import type { Workload } from '../config/workload';
import type { Injection, InjectionProps } from '../constructs/instrumentation/injection';
import { pythonInjection } from '../constructs/instrumentation/python';
import { collectorEndpoint } from './collector-endpoint';

/** One entry a language; another language is another entry and another member of the workload's choices. */
const languages: Readonly<Record<Exclude<Workload['instrumentation'], 'none'>, (environment: Environment, props: Omit<InjectionProps, 'image'>) => Injection>> =
  {
    python: (environment, props) => pythonInjection({ ...props, image: platformImage(environment, 'python-instrumentation') }),
  };

const owners: Readonly<Record<Workload['kind'], InjectionProps['owner']>> = { web: 'deployment', worker: 'deployment', scheduled: 'cronjob', release: 'job' };

export function injectionOf(environment: Environment, workload: Workload): { readonly injection?: Injection } {
  const { name, namespace, instrumentation, libc = 'glibc', env } = workload;
  if (instrumentation === 'none') return {};
  return {
    injection: languages[instrumentation](environment, {
      name,
      namespace,
      owner: owners[workload.kind],
      folders: injectedFolders,
      libc,
      pythonPath: env['PYTHONPATH'],
      endpoint: collectorEndpoint(environment),
      spanBatch: environment.telemetry.spanBatch,
      ...versionOfPods(workload),
      ...pathsOf(workload),
    }),
  };
}

/** Of a guarded service pods of another template are another version, whatever their image. */
function versionOfPods(workload: Workload): Pick<InjectionProps, 'version' | 'versionByTemplate'> {
  const tag = imageTag(workload.image);
  const versionByTemplate = tag !== undefined && guardedWorkloads({ workloads: [workload] }).length > 0;
  return { version: versionByTemplate ? versionOf(tag, '$(POD_TEMPLATE_HASH)') : tag, versionByTemplate };
}

/** A worker or a task gets no requests. Liveness and scrapes are noise; the readiness route stays, because its spans prove the chain. */
function pathsOf(workload: Workload): Pick<InjectionProps, 'heartbeatPath' | 'untracedPaths'> {
  if (workload.kind !== 'web') return { heartbeatPath: undefined, untracedPaths: [] };
  const { live, probe } = healthRoutesOf(workload);
  return { heartbeatPath: probe, untracedPaths: [live, '/metrics'] };
}
