import { workloads, type Workload } from '../objects/workload';
import { rule, type Finding } from '../rule';

type Container = Workload['pod']['containers'][number];

/** Options of uvicorn, gunicorn and hypercorn that start more processes than one. */
const workersOption = /^(?:--workers|-w)(?:=(.*))?$/;

export const oneWorker = rule({
  id: 'workloads/one-worker',
  title: 'an instrumented Python container runs one worker',
  why: 'Each worker has an SDK of its own behind the pod’s one address: metrics of the pod are of whichever answered, and a pod is busier than its share says. More pods, not more workers.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      pod.containers.filter(isInstrumented).flatMap((container) => workers(container).map((problem): Finding => ({ subject: object, problem, fix }))),
    ),
});

const fix = 'run one worker a pod and let the autoscaler add pods (constructs/instrumentation/python.ts states WEB_CONCURRENCY=1)';

/** Python that loads the instrumentation at its start. */
function isInstrumented({ env }: Container): boolean {
  return env.some(({ name, value }) => name === 'PYTHONPATH' && (value ?? '').includes('opentelemetry'));
}

function workers({ name, command, args, env }: Container): readonly string[] {
  const words = [...command, ...args];
  const asked = words.flatMap((word, index) => {
    const match = workersOption.exec(word);
    return match === null ? [] : [match[1] ?? words[index + 1] ?? ''];
  });
  // the last one of a name wins
  const concurrency = env.filter((variable) => variable.name === 'WEB_CONCURRENCY').at(-1)?.value;
  return [
    ...asked.filter((count) => count !== '1').map((count) => `container ${name} asks for ${count || 'an unknown number of'} workers`),
    // an option overrides the variable
    ...(asked.length === 0 && concurrency !== '1' ? [`container ${name} has WEB_CONCURRENCY ${concurrency ?? 'unset'}`] : []),
  ];
}
