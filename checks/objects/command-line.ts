/** The commands of a container as lists of words, as far as its manifest states them. */
import type { Container } from './container';

/** One command with its arguments. */
export interface Command {
  readonly words: readonly string[];
  /** Whether the command is part of a shell script, where every command starts with its program; otherwise the program may be the image's own. */
  readonly inShell: boolean;
}

/**
 * The container's own command, then the commands of each script that it passes to a shell: `sh -c "migrate && serve -w 4"` → `sh -c`, `migrate`, `serve -w 4`.
 * A reference to a variable that the manifest states is replaced by its value.
 */
export function commandsOf({ command, args, env }: Pick<Container, 'command' | 'args' | 'env'>): readonly Command[] {
  const values = new Map(env.map(({ name, value }) => [name, value ?? undefined]));
  const written = [...command, ...args];
  const commands = [
    { words: written.filter((word) => !isLine(word)), inShell: false },
    // an argument such as `--workers 4` is an option with its value for the image's program, and not a script
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

/** A token: a word with its quoted parts, or a character that ends a command. */
const token = /(?:"[^"]*"|'[^']*'|\\[^]|[^\s"'\\;&|()\n])+|[;&|()\n]/g;

/** Splits a script into commands and words like a shell, without expansions. */
function shellCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  // a line that ends in a backslash continues in the next line
  for (const [part] of line.replaceAll('\\\n', ' ').matchAll(token)) {
    if (/^[;&|()\n]$/.test(part)) commands.push([]);
    else commands.at(-1)?.push(part.replace(/["']/g, ''));
  }
  return commands.filter((words) => words.length > 0);
}

/** Replaces variables: `$(NAME)` like the kubelet, and `$NAME`, `${NAME}` and `${NAME:-default}` like a shell. */
function expanded(word: string, values: ReadonlyMap<string, string | undefined>): string {
  return word.replace(/\$(?:\(\w+\)|\{\w+(?::?-[^}]*)?\}|\w+)/g, (reference) => {
    const [, name = '', fallback = reference] = /^\$[({]?(\w+)(?::?-(.*)\})?/.exec(reference) ?? [];
    return values.get(name) ?? fallback;
  });
}
