import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { recordedSignals, signalSeries, shownSignals } from '../../../config/signals';
import { signalsOf } from '../../../constructs/scaling/signals';
import { seedPolicy } from '../../../config/scaling';
import { scaledWorkload } from '../../../charts/platform-charts';
import { environmentWith, firstWorkload } from '../../environment-with';

const root = join(__dirname, '..', '..', '..');
const table = join(root, 'config', 'signals.ts');
const computed = join(root, 'constructs', 'scaling', 'signals.ts');

/** Errors of the compiler for the two files with an edited table. */
function complaints(edit: (text: string) => string): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => readFileSync(file, 'utf8')) as { readonly config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, incremental: false, tsBuildInfoFile: null, types: [] }, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (file) => (file === table ? edit(readFileSync(file, 'utf8')) : read(file));
  host.getSourceFile = (file, version) => ts.createSourceFile(file, host.readFile(file) ?? '', version);
  const program = ts.createProgram([computed], options, host);
  return [table, computed].flatMap((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => `${file.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
}

/** Adds a signal to the schema and, with `facts`, to the table. */
function withSignal(name: string, facts: boolean): (text: string) => string {
  return (text) => {
    const inSchema = text.replace('  forecast: z.strictObject', `  ${name}: z.strictObject({ perPod: z.number(), cap }),\n  forecast: z.strictObject`);
    return facts
      ? inSchema.replace('  forecast: { series', `  ${name}: { series: '${name}', source: 'application', shown: () => '${name}' },\n  forecast: { series`)
      : inSchema;
  };
}

test.each(['queue', 'connections'])('a signal %s in the schema alone does not compile, because it has no row in the table', (name) => {
  expect(complaints(withSignal(name, false)).join('\n')).toContain('config/signals.ts: Property');
});

test.each(['queue', 'connections'])('a signal %s in the table that no code computes does not compile', (name) => {
  const found = complaints(withSignal(name, true));
  expect(found).toEqual([expect.stringMatching(new RegExp(`^constructs/scaling/signals.ts: Property '${name}' is missing`))]);
});

test('the unchanged table compiles', () => expect(complaints((text) => text)).toEqual([]));

test('every signal of the table is recorded under its own name, from its own source, in the order of the table', () => {
  const found = signalsOf(scaledWorkload(environmentWith(), firstWorkload(environmentWith())));
  expect(found.map(({ name, source }) => [name, source])).toEqual(Object.values(recordedSignals).map(({ series, source }) => [series, source]));
  expect(found.map(({ name }) => name)).toEqual(signalSeries);
});

test('the description of a signal shows its target, then its cap', () => {
  const external = [{ metric: 'pubsub.googleapis.com|subscription|num_undelivered_messages', labels: {}, perPod: 30, cap: 50 }];
  expect(shownSignals({ ...seedPolicy.signals, external })).toEqual([
    'CPU 70 % → 20',
    'memory 80 % → 20',
    '100 requests/s → 50',
    'P95 2s → 30',
    'errors 5 % → 15',
    'forecast → 50',
    'num_undelivered_messages 30 → 50',
  ]);
  expect(shownSignals({ errors: undefined })).toEqual([]);
});
