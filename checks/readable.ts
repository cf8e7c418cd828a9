/** Reads the path in an option. @throws Error with the option, the path and why it cannot be read */
export function readable<T>(option: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${option} must name what can be read, received ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
