import { commandsOf, optionWords, type Command } from '../objects/command-line';
import type { Container } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { rule, type Finding } from '../rule';

export const oneWorker = rule({
  id: 'workloads/one-worker',
  title: 'an instrumented Python container runs one worker',
  why: 'Each worker has an SDK of its own behind the pod’s one address: metrics of the pod are of whichever answered, and a pod is busier than its share says. More pods, not more workers.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      runningContainers(pod)
        .filter(isInstrumented)
        .flatMap((container) => workers(container).map((problem): Finding => ({ subject: object, problem, fix }))),
    ),
});

const fix = 'run one worker a pod and let the autoscaler add pods (constructs/instrumentation/python.ts states WEB_CONCURRENCY=1)';

/** Python that loads the instrumentation at its start. */
function isInstrumented({ env }: Container): boolean {
  return env.some(({ name, value }) => name === 'PYTHONPATH' && (value ?? '').includes('opentelemetry'));
}

/**
 * Where servers read their number of workers, strongest first: an option (uvicorn, fastapi, gunicorn, hypercorn), then uvicorn's and gunicorn's own variables,
 * then WEB_CONCURRENCY, which both read (uvicorn.org/settings, gunicorn.org/configure). Which server the image runs may be unknown, so every variable counts.
 */
function workers(container: Container): readonly string[] {
  const commands = commandsOf(container);
  const asked = commands.flatMap((command) => lastOption(command.words, options(command)) ?? []);
  if (asked.length > 0) return asked.filter(isSeveral).map((count) => `container ${container.name} asks for ${count || 'an unknown number of'} workers`);
  return [...variablesOf(container, commands)]
    .filter(([name, value]) => isSeveral(askedBy(name, value)))
    .map(([name, value]) => `container ${container.name} has ${name} ${value}`);
}

function isSeveral(count: string): boolean {
  return count.trim() !== '1';
}

const longOption = /^--workers(?:=(.*))?$/;
/** Both may have their value in the same word. */
const eitherOption = /^(?:--workers(?:=|$)|-w=?)(.*)$/;

/** `-w` is an option of many programs (`nc -w 2`): in a line for a shell it counts behind the servers that know it. */
function options({ words, inShell }: Command): RegExp {
  return inShell && !words.some((word) => /(?:^|\/)(?:gunicorn|hypercorn)$/.test(word)) ? longOption : eitherOption;
}

/** The value of the last such option, which wins; empty where there is none behind it. */
function lastOption(words: readonly string[], option: RegExp): string | undefined {
  return words
    .flatMap((word, index) => {
      const match = option.exec(word);
      return match === null ? [] : [match[1] || (words[index + 1] ?? '')];
    })
    .at(-1);
}

const variables = ['UVICORN_WORKERS', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'];
/** Of a variable that a Secret or a ConfigMap fills. */
const unseen = 'from another object';

function askedBy(name: string, value: string): string {
  return name === 'GUNICORN_CMD_ARGS' && value !== unseen ? (lastOption(optionWords(value), eitherOption) ?? '1') : value;
}

/** By name, the last of a name; what a command is given in front (`UVICORN_WORKERS=4 uvicorn …`) replaces what the container has. */
function variablesOf({ env }: Container, commands: readonly Command[]): ReadonlyMap<string, string> {
  const inFront = commands.flatMap(({ words }) =>
    words.flatMap((word) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value }];
    }),
  );
  const all = [{ name: 'WEB_CONCURRENCY', value: 'unset' }, ...env, ...inFront].filter(({ name }) => variables.includes(name));
  return new Map(all.map(({ name, value }) => [name, value ?? unseen]));
}
