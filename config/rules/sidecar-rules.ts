/** Rules of sidecars. */
import { holdsCredential, isCredential } from '../credentials';
import { mebibytes, millicores } from '../quantities';
import type { Sidecar } from '../sidecars';
import type { Workload } from '../workload';
import { ofEachWorkload, when, type Rule } from './draft';
import type { Problem } from './problem';

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
  const hidden = (text: string): string => `${text.length} characters`;
  return [
    ...Object.entries(env).flatMap(([name, text]) => when(isCredential(name, text), { path: `${at}.env.${name}`, rule, received: hidden(text) })),
    ...args.flatMap((text, index) => when(holdsCredential(text), { path: `${at}.args[${index}]`, rule, received: hidden(text) })),
    ...command.flatMap((text, index) => when(holdsCredential(text), { path: `${at}.command[${index}]`, rule, received: hidden(text) })),
  ];
});

export const sidecarRules: readonly Rule[] = [names, sizes, credentials];
