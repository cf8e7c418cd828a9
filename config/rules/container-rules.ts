/** Rules of what a workload's container reads and where it writes. */
import { scratchOf, secretFolders, statedVariables } from '../container';
import type { Database } from '../database';
import { variablesOf } from '../database-bindings';
import { assignsCredential, credentialsAmong, holdsCredential, isCredential } from '../credentials';
import { injectedFolders, injectedVariables } from '../instrumentation';
import { keepAliveVariables } from '../keep-alive';
import { tunables } from '../names';
import { mebibytes, usualScratch } from '../quantities';
import type { Workload } from '../workload';
import { ofEachWorkload, when, type Rule } from './draft';
import { unknownReferences, type KnownVariables } from './unknown-references';

/** Variables must have different names: of two with the same name Kubernetes uses the last, or refuses both. */
const variables = ofEachWorkload((workload) => {
  const stated = statedVariables(workload);
  return stated.flatMap(({ variable, path }, position) => {
    const first = stated.find((other) => other.variable === variable);
    const received = path.startsWith('env.') ? workload.env[variable] : variable;
    const own = path.startsWith('env.');
    return [
      ...when(first !== stated[position], { path, rule: `must not make ${variable}, which ${first?.path ?? ''} makes`, received }),
      ...when(workload.instrumentation !== 'none' && [...injectedVariables, ...(own ? [] : ['PYTHONPATH'])].includes(variable), {
        path,
        rule:
          own || variable !== 'PYTHONPATH'
            ? 'must not be stated: the injected instrumentation sets it'
            : 'must stand in env, where the injected instrumentation adds to it',
        received,
      }),
      ...when(variable === tunables.variable, { path, rule: 'must not be stated: it says where the settings are that may change while it runs', received }),
      ...when(!own && Object.values<string>(keepAliveVariables).includes(variable), {
        path,
        rule: 'must stand in env, where the time of idle connections is added to it',
        received,
      }),
    ];
  });
});

const references: Rule = ({ workloads, databases = {} }) =>
  workloads.flatMap(({ index, workload }) =>
    unknownReferences(workload, variablesFor(workload, databases)).map((problem) => ({ ...problem, path: `workloads[${index}].${problem.path}` })),
  );

function variablesFor(workload: Workload, databases: Readonly<Record<string, Database>>): KnownVariables {
  const { instrumentation, uses = {} } = workload;
  // variables of databases come before those that the workload states, so all of these can refer to them
  const followed = Object.keys(uses).flatMap((name) => (databases[name] === undefined ? [] : variablesOf(name, databases[name])));
  const stated = statedVariables(workload);
  const [fields, settings] = [stated.filter((one) => !one.path.startsWith('env.')), stated.filter((one) => one.path.startsWith('env.'))];
  const upTo = (count: number): readonly string[] => [...followed, ...[...fields, ...settings.slice(0, count)].map(({ variable }) => variable)];
  return {
    of: 'workload',
    before: (variable) => upTo(settings.findIndex((one) => one.path === `env.${variable}`)),
    all: [...upTo(settings.length), tunables.variable, ...Object.values(keepAliveVariables), ...(instrumentation === 'none' ? [] : injectedVariables)],
  };
}

const credentials = ofEachWorkload(({ env, command = [], args = [], files = {} }) => {
  const rule = 'must not hold what looks like a credential: keep it in a Secret and name that in `secrets`';
  const hidden = (text: string): string => `${text.length} characters`;
  return [
    ...Object.entries(env).flatMap(([name, value]) => when(isCredential(name, value), { path: `env.${name}`, rule, received: hidden(value) })),
    ...credentialsAmong(command).map((index) => ({ path: `command[${index}]`, rule, received: hidden(command[index] ?? '') })),
    ...credentialsAmong(args).map((index) => ({ path: `args[${index}]`, rule, received: hidden(args[index] ?? '') })),
    ...Object.entries(files).flatMap(([path, text]) =>
      when(holdsCredential(text) || assignsCredential(text), { path: `files.${path}`, rule, received: hidden(text) }),
    ),
  ];
});

/** Folders that the kubelet or the platform mounts or fills, with everything below them. */
const taken = ['/proc', '/sys', '/dev', ...Object.values(secretFolders), tunables.folder];
/** Folders of an image without which no process starts. */
const ofTheImage = ['/bin', '/etc', '/lib', '/lib64', '/run', '/sbin', '/usr', '/var'];

const paths = ofEachWorkload((workload) => {
  const { files = {}, scratch = {}, instrumentation } = workload;
  const reserved = [...taken, ...(instrumentation === 'none' ? [] : Object.values(injectedFolders))];
  const mounts = [...Object.keys(files).map((at) => ({ at, path: `files.${at}` })), ...Object.keys(scratch).map((at) => ({ at, path: `scratch.${at}` }))];
  return mounts.flatMap(({ at, path }) => [
    ...when(
      reserved.some((folder) => isWithin(at, folder)),
      { path, rule: `must not lie in ${reserved.join(', ')}: something else is there`, received: at },
    ),
    ...when(path.startsWith('scratch.') && ofTheImage.includes(at), {
      path,
      rule: 'must not hide a folder of the image without which nothing starts',
      received: at,
    }),
    ...when(at in scratchOf(workload) && path.startsWith('files.'), { path, rule: 'must not be a folder to write to', received: at }),
    ...Object.keys(files)
      .filter((file) => file !== at && isWithin(at, file))
      .map((file) => ({ path, rule: `must not lie below ${file}, which is a file`, received: at })),
    // a file whose path is a parent of a reserved or writable folder would hide it
    ...when(path.startsWith('files.') && [...reserved, ...Object.keys(scratchOf(workload))].some((folder) => folder !== at && isWithin(folder, at)), {
      path,
      rule: 'must not be above a folder that is mounted',
      received: at,
    }),
  ]);
});

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Folders to write to must fit the pod's limit on the node's disk: above that limit the pod is evicted, though no folder is full. */
const scratchFits: Rule = ({ workloads, sizing }) =>
  sizing === undefined
    ? []
    : workloads.flatMap(({ index, workload }) => {
        const limit = sizing[workload.name]?.scratch ?? usualScratch;
        const sum = Object.values(scratchOf(workload)).reduce((total, size) => total + mebibytes(size), 0);
        return when(workload.scratch !== undefined && sum > mebibytes(limit), {
          path: `workloads[${index}].scratch`,
          rule: `must fit the disk of a pod, ${limit}, all folders and /tmp together; sizing.${workload.name}.scratch may be larger`,
          received: `${sum}Mi`,
        });
      });

export const containerRules: readonly Rule[] = [variables, references, credentials, paths, scratchFits];
