/** References of a container, `$(NAME)`, to variables that it does not have: Kubernetes silently leaves them as they are. `$$(NAME)` is the way to write it on purpose. */
import { referencesOf } from '../container';
import type { Problem } from './problem';

interface Container {
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** Variables to which a container can refer. */
export interface KnownVariables {
  readonly of: 'workload' | 'sidecar';
  /** Those before a variable of `env`. */
  readonly before: (variable: string) => readonly string[];
  /** All of them, for command and arguments. */
  readonly all: readonly string[];
}

/** Paths of the problems begin at the container. */
export function unknownReferences({ env = {}, command = [], args = [] }: Container, { of, before, all }: KnownVariables): readonly Problem[] {
  const texts = [
    ...Object.entries(env).map(([name, text]) => ({ path: `env.${name}`, text, known: before(name) })),
    ...command.map((text, index) => ({ path: `command[${index}]`, text, known: all })),
    ...args.map((text, index) => ({ path: `args[${index}]`, text, known: all })),
  ];
  return texts.flatMap(({ path, text, known }) =>
    referencesOf(text)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path,
        rule: `must name a variable of the ${of} that stands before it, or "$$(${name})" where the text itself is meant`,
        received: `$(${name})`,
      })),
  );
}
