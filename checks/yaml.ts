/** Reads YAML as Kubernetes' readers see it: version 1.2's core schema, no dates, no merge keys. A third of the time of the library that writes it (docs/decisions/0004). */
import { CORE_SCHEMA, YAMLException, load, loadAll } from 'js-yaml';

/** Aliases are refused: no file that is read here has any, and nine lines of nested aliases can expand to more than a machine's memory. */
const options = { schema: CORE_SCHEMA, maxAliases: 0 };

/** Every document of a text; one without content is null. @throws Error with reason, line and column when the text is not YAML */
export function yamlDocuments(text: string): readonly unknown[] {
  return inOneLine(() => loadAll(text, options));
}

/** The one document of a text, null where it is empty. @throws Error with reason, line and column when the text is not YAML or has several documents */
export function yamlDocument(text: string): unknown {
  return text.trim() === '' ? null : inOneLine(() => load(text, options));
}

function inOneLine<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(error.toString(true).replace(/^YAMLException: /, ''), { cause: error });
  }
}
