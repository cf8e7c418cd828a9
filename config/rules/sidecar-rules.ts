/** Rules of sidecars. */
import { credentialsAmong, isCredential } from '../credentials';
import { mebibytes, millicores } from '../quantities';
import type { Sidecar } from '../sidecars';
import type { Workload } from '../workload';
import { ofEachWorkload, when, type Rule } from './draft';
import type { Problem } from './problem';
import { unknownReferences } from './unknown-references';

const ofEachSidecar = (problems: (sidecar: Sidecar, at: string, workload: Workload) => readonly Problem[]): Rule =>
  ofEachWorkload((workload) => (workload.sidecars ?? []).flatMap((one, index) => problems(one, `sidecars[${index}]`, workload)));

const names = ofEachSidecar(({ name }, at, { name: workload, sidecars = [] }) => [
  ...when(name === workload, { path: `${at}.name`, rule: 'must not be the name of the workload, which its own container has', received: name }),
  ...when(`sidecars[${sidecars.findIndex((other) => other.name === name)}]` !== at, { path: `${at}.name`, rule: 'must be unique in the pod', received: name }),
]);

const sizes = ofEachSidecar(({ cpu, memory }, at) => [
  ...when(millicores(cpu.request) > millicores(cpu.limit), {
    path: `${at}.cpu.request`,
    rule: `must be at most the limit (${cpu.limit})`,
    received: cpu.request,
  }),
  ...when(mebibytes(memory.request) > mebibytes(memory.limit), {
    path: `${at}.memory.request`,
    rule: `must be at most the limit (${memory.limit})`,
    received: memory.request,
  }),
]);

const credentials = ofEachSidecar(({ env = {}, args = [], command = [] }, at) => {
  const rule = 'must not hold what looks like a credential: the workload reads it, or the sidecar signs in by itself';
  const hidden = (text = ''): string => `${text.length} characters`;
  return [
    ...Object.entries(env).flatMap(([name, text]) => when(isCredential(name, text), { path: `${at}.env.${name}`, rule, received: hidden(text) })),
    ...credentialsAmong(args).map((index) => ({ path: `${at}.args[${index}]`, rule, received: hidden(args[index]) })),
    ...credentialsAmong(command).map((index) => ({ path: `${at}.command[${index}]`, rule, received: hidden(command[index]) })),
  ];
});

/** What the workload reads as a secret is one for its sidecars too. A sidecar has variables of its own only. */
const secrets = ofEachSidecar(({ env = {} }, at, workload) => {
  const secret = new Set(Object.keys(workload.secrets ?? {}));
  return Object.keys(env).flatMap((variable) =>
    when(secret.has(variable), {
      path: `${at}.env.${variable}`,
      rule: `must not be plain: secrets.${variable} of the workload is the same, and a sidecar reads no secret`,
      received: variable,
    }),
  );
});

/** A sidecar has none of the workload's variables. */
const references = ofEachSidecar((sidecar, at) => {
  const names = Object.keys(sidecar.env ?? {});
  const known = { of: 'sidecar', before: (variable: string) => names.slice(0, names.indexOf(variable)), all: names } as const;
  return unknownReferences(sidecar, known).map((problem) => ({ ...problem, path: `${at}.${problem.path}` }));
});

export const sidecarRules: readonly Rule[] = [names, sizes, credentials, secrets, references];
