/** The steps of a page of docs/how-to, in order: a block `diff` changes files, a block `console` is typed. */

/** An edit of a file: the old text at one place, and the new one; a new file has no old text. */
export interface FileEdit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface TypedCommand {
  readonly command: string;
  /** Exit code that the page states. */
  readonly status: number;
  /** Expected texts, each in one line of its output. */
  readonly prints: readonly string[];
}

export type Step = { readonly kind: 'edits'; readonly edits: readonly FileEdit[] } | { readonly kind: 'commands'; readonly commands: readonly TypedCommand[] };

/**
 * @param markdown of the page
 * @throws Error if a command has no exit code, or a change no file
 */
export function stepsOf(markdown: string): readonly Step[] {
  return [...markdown.matchAll(/^```(diff|console)\n([\s\S]*?)^```$/gm)].map(([, language, block = '']): Step => {
    const lines = block.trimEnd().split('\n');
    return language === 'diff' ? { kind: 'edits', edits: editsOf(lines) } : { kind: 'commands', commands: commandsOf(lines) };
  });
}

/** `+++ file`, then hunks as in a unified diff, without line numbers: `@@` begins another one. */
function editsOf(lines: readonly string[]): readonly FileEdit[] {
  const edits: { file: string; from: string[]; to: string[] }[] = [];
  for (const line of lines) {
    const [, file] = /^\+\+\+ (\S+)$/.exec(line) ?? [];
    const last = edits.at(-1);
    if (file !== undefined) edits.push({ file, from: [], to: [] });
    else if (last === undefined) throw new Error(`a change must begin with "+++ <file>", received ${line}`);
    else if (line === '@@') edits.push({ file: last.file, from: [], to: [] });
    else {
      if (!line.startsWith('+')) last.from.push(line.slice(1));
      if (!line.startsWith('-')) last.to.push(line.slice(1));
    }
  }
  return edits.map(({ file, from, to }) => ({ file, from: from.join('\n'), to: to.join('\n') }));
}

/** `$ command # ends with 1`, and below it what it prints. */
function commandsOf(lines: readonly string[]): readonly TypedCommand[] {
  const commands: { command: string; status: number; prints: string[] }[] = [];
  for (const line of lines) {
    const [, command, status] = /^\$ (.*\S) +# ends with (\d+)$/.exec(line) ?? [];
    const last = commands.at(-1);
    if (command !== undefined && status !== undefined) commands.push({ command, status: Number(status), prints: [] });
    else if (last === undefined || line.startsWith('$')) throw new Error(`a command must be "$ <command> # ends with <exit code>", received ${line}`);
    else if (line.trim() !== '…') last.prints.push(line.trim());
  }
  return commands;
}

/**
 * A file after a change.
 * @param text `undefined` where there is no such file
 * @throws Error if the old text does not occur exactly once, or a new file exists
 */
export function edited(text: string | undefined, { file, from, to }: FileEdit): string {
  if (from === '') {
    if (text !== undefined) throw new Error(`${file} must not exist: the change keeps no line of it`);
    return `${to}\n`;
  }
  const [lines, sought] = [`\n${text ?? ''}`, `\n${from}\n`];
  const at = lines.indexOf(sought);
  if (at < 0 || at !== lines.lastIndexOf(sought)) throw new Error(`${file} must contain once, and ${at < 0 ? 'does not' : 'does several times'}:\n${from}`);
  return `${lines.slice(0, at)}${to === '' ? '\n' : `\n${to}\n`}${lines.slice(at + sought.length)}`.slice(1);
}
