/** Injected instrumentation of a workload, by its language. */
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

/** One entry per language. A further language needs an entry here and a value of the workload's `instrumentation`. */
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

/** The version in a workload's spans. For a guarded service the pod template's hash is part of it, so that other settings of the same image are another version. */
function versionOfPods(workload: Workload): Pick<InjectionProps, 'version' | 'versionByTemplate'> {
  const tag = imageTag(workload.image);
  const versionByTemplate = tag !== undefined && guardedWorkloads({ workloads: [workload] }).length > 0;
  return { version: versionByTemplate ? versionOf(tag, '$(POD_TEMPLATE_HASH)') : tag, versionByTemplate };
}

/** Paths of the heartbeat and of requests that are not traced: liveness probes and scrapes would be noise. Readiness probes are traced, because their spans prove the chain. A worker or a task has neither. */
function pathsOf(workload: Workload): Pick<InjectionProps, 'heartbeatPath' | 'untracedPaths'> {
  if (workload.kind !== 'web') return { heartbeatPath: undefined, untracedPaths: [] };
  const { live, probe } = healthRoutesOf(workload);
  return { heartbeatPath: probe, untracedPaths: [live, '/metrics'] };
}
