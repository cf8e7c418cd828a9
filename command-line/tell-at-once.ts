/**
 * For a program that waits for others without giving its event loop a turn, as an apply does: from the moment on that a pipe is full, Node would keep what the program tells in
 * memory, and lose it when the program is killed. Afterwards a write waits for its reader.
 */

/** libuv's own switch, which Node sets on Windows alone. */
interface Blocking {
  readonly setBlocking: (isBlocking: boolean) => void;
}

/** @param stream the standard output, or that of errors; a file and a terminal are written at once anyway */
export function tellAtOnce(stream: object): void {
  const handle: unknown = '_handle' in stream ? stream._handle : undefined;
  if (canBlock(handle)) handle.setBlocking(true);
}

function canBlock(handle: unknown): handle is Blocking {
  return typeof handle === 'object' && handle !== null && 'setBlocking' in handle && typeof handle.setBlocking === 'function';
}
