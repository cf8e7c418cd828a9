/** What a container runs, word by word, as far as its manifest says. */
import type { Container } from './container';

/** One command with its arguments. */
export interface Command {
  readonly words: readonly string[];
  /** Whether it stands in a line for a shell, where every command names its program; otherwise the program may be the image's own. */
  readonly inShell: boolean;
}

/**
 * The container's own command, then those of each line that it hands to a shell: `sh -c "migrate && serve -w 4"` → `sh -c`, `migrate`, `serve -w 4`.
 * A reference to a variable that the manifest states is replaced by its value.
 */
export function commandsOf({ command, args, env }: Pick<Container, 'command' | 'args' | 'env'>): readonly Command[] {
  const values = new Map(env.map(({ name, value }) => [name, value ?? undefined]));
  const written = [...command, ...args];
  const commands = [
    { words: written.filter((word) => !isLine(word)), inShell: false },
    // an argument that is one option with its value, `--workers 4`, belongs to the program of the image
    ...written.filter(isLine).flatMap((line) => shellCommands(line).map((words) => ({ words, inShell: !line.trimStart().startsWith('-') }))),
  ];
  return commands.filter(({ words }) => words.length > 0).map(({ words, inShell }) => ({ words: words.map((word) => expanded(word, values)), inShell }));
}

/** The words of a line of options, such as `--workers 4 --timeout=30`. */
export function optionWords(line: string): readonly string[] {
  return shellCommands(line).flat();
}

function isLine(word: string): boolean {
  return /\s/.test(word.trim());
}

/** A quoted part, an end of a command, or anything up to a blank. */
const token = /(?:"[^"]*"|'[^']*'|\\[^]|[^\s"'\\;&|()\n])+|[;&|()\n]/g;

/** Splits words like a shell, without expansions. */
function shellCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  // a line that ends in a backslash continues in the next
  for (const [part] of line.replaceAll('\\\n', ' ').matchAll(token)) {
    if (/^[;&|()\n]$/.test(part)) commands.push([]);
    else commands.at(-1)?.push(part.replace(/["']/g, ''));
  }
  return commands.filter((words) => words.length > 0);
}

/** `$(NAME)` as the kubelet replaces it, `$NAME`, `${NAME}` and `${NAME:-default}` as a shell does. */
function expanded(word: string, values: ReadonlyMap<string, string | undefined>): string {
  return word.replace(/\$(?:\(\w+\)|\{\w+(?::?-[^}]*)?\}|\w+)/g, (reference) => {
    const [, name = '', fallback = reference] = /^\$[({]?(\w+)(?::?-(.*)\})?/.exec(reference) ?? [];
    return values.get(name) ?? fallback;
  });
}
