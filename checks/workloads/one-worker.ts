import { commandsOf, optionWords, type Command } from '../objects/command-line';
import type { Container } from '../objects/container';
import { mountedConfigMaps, type ConfigMap } from '../objects/config-map';
import { runningContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check, type Finding } from '../check';

export const oneWorker = check({
  id: 'workloads/one-worker',
  title: 'an instrumented Python container runs one worker',
  why: 'Each worker has an SDK of its own behind the pod’s one address: metrics of the pod are of whichever answered, and a pod is busier than its share says. More pods, not more workers.',
  find: (manifests) =>
    workloads(manifests).flatMap((workload) =>
      runningContainers(workload.pod)
        .filter(isInstrumented)
        .flatMap((container) =>
          [...workers(container), ...workersOfFiles(container, mountedConfigMaps(manifests, workload))].map((problem): Finding => ({
            subject: workload.object,
            problem,
            fix,
          })),
        ),
    ),
});

const fix = 'run one worker a pod and let the autoscaler add pods (constructs/instrumentation/python.ts states WEB_CONCURRENCY=1)';

/** Python that loads the instrumentation at its start, by our program or by the image's own. */
function isInstrumented({ env }: Container): boolean {
  return env.some(({ name, value }) => name === 'LYO_INSTRUMENTATION' || (name === 'PYTHONPATH' && (value ?? '').includes('opentelemetry')));
}

/**
 * Where servers read their number of workers, strongest first: an option (uvicorn, fastapi, gunicorn, hypercorn), then uvicorn's and gunicorn's own variables,
 * then WEB_CONCURRENCY, which both read (uvicorn.org/settings, gunicorn.org/configure). Which server the image runs may be unknown, so every variable counts.
 */
function workers(container: Container): readonly string[] {
  const commands = commandsOf(container);
  const options = commands.map((command) => lastOption(command.words, workersOption(command)));
  const asked = options.filter((count) => count !== undefined);
  // options of another command do not count, but variables in front of it do
  const silent = commands.filter((_, index) => options[index] === undefined);
  const variables = asked.length > 0 ? lastOfName(inFront(silent)) : lastOfName([unset, ...container.env, ...inFront(silent)]);
  return [
    ...asked.filter(isSeveral).map((count) => `container ${container.name} asks for ${count || 'an unknown number of'} workers`),
    ...[...variables].filter(([name, value]) => isSeveral(askedBy(name, value))).map(([name, value]) => `container ${container.name} has ${name} ${value}`),
  ];
}

function isSeveral(count: string): boolean {
  return count.trim() !== '1';
}

const longOption = /^--workers(?:=(.*))?$/;
/** Both may have their value in the same word. */
const eitherOption = /^(?:--workers(?:=|$)|-w=?)(.*)$/;

/** `-w` is an option of many programs (`nc -w 2`): in a line for a shell it counts behind the servers that know it. */
function workersOption({ words, inShell }: Command): RegExp {
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

/** Names of options by which gunicorn and hypercorn are told of a file; gunicorn also finds one by its name. */
const fileOption = /^(?:--config(?:=|$)|-c=?)(?:file:)?(.*)$/;
const usualFile = 'gunicorn.conf.py';

/**
 * The number of workers in a configuration of gunicorn that the manifests mount. It is weaker than an option and GUNICORN_CMD_ARGS, and stronger than WEB_CONCURRENCY
 * (gunicorn.org/configure). What is not a number may be any.
 */
function workersOfFiles(container: Container, configMaps: readonly ConfigMap[]): readonly string[] {
  const commands = commandsOf(container);
  if (commands.some((command) => lastOption(command.words, workersOption(command)) !== undefined)) return [];
  if (container.env.some(({ name, value }) => name === 'GUNICORN_CMD_ARGS' && lastOption(optionWords(value ?? ''), eitherOption) !== undefined)) return [];
  const named = commands.flatMap(({ words }) => lastOption(words, fileOption) ?? []);
  return filesOf(container).flatMap(({ path, key }) => {
    const isRead = path.endsWith(`/${usualFile}`) || named.some((file) => isFile(path, file));
    const counts = isRead ? configMaps.flatMap(({ value }) => countIn(value.data[key] ?? '')) : [];
    return counts.filter(isSeveral).map((count) => `container ${container.name} asks for ${count.trim()} workers in ${path}`);
  });
}

/** Files that are mounted by themselves, as `files` of a workload are. */
function filesOf({ volumeMounts }: Container): readonly { readonly path: string; readonly key: string }[] {
  return volumeMounts.flatMap(({ mountPath, subPath }) => (mountPath && subPath ? [{ path: mountPath, key: subPath }] : []));
}

/** What the last assignment says, which is the one that counts. */
function countIn(text: string): readonly string[] {
  return [...text.matchAll(/^workers\s*=\s*([^#\n]*)/gm)].slice(-1).map(([, count = '']) => count);
}

/** An option may name a file by its whole path, or within the folder that the program runs in. */
function isFile(mountPath: string, file: string): boolean {
  return mountPath === file || (!file.startsWith('/') && mountPath.endsWith(`/${file.replace(/^\.\//, '')}`));
}

const deciding = ['UVICORN_WORKERS', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'];
/** Of a variable that a Secret or a ConfigMap fills. */
const unseen = 'from another object';

function askedBy(name: string, value: string): string {
  return name === 'GUNICORN_CMD_ARGS' && value !== unseen ? (lastOption(optionWords(value), eitherOption) ?? '1') : value;
}

interface Variable {
  readonly name: string;
  readonly value?: string | null | undefined;
}

/** Where nothing states it, uvicorn and gunicorn decide for themselves. */
const unset: Variable = { name: 'WEB_CONCURRENCY', value: 'unset' };

/** Variables in front of a command, which replace those of the container: `UVICORN_WORKERS=4 uvicorn …`. */
function inFront(commands: readonly Command[]): readonly Variable[] {
  return commands.flatMap(({ words }) =>
    words.flatMap((word) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value }];
    }),
  );
}

/** The last of each name that decides about workers. */
function lastOfName(all: readonly Variable[]): ReadonlyMap<string, string> {
  return new Map(all.filter(({ name }) => deciding.includes(name)).map(({ name, value }) => [name, value ?? unseen]));
}
