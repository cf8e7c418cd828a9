import { mergeFlags } from '../../../e2e/processes/flags';

test('a flag of the second list replaces the flag of the same name', () => {
  expect(mergeFlags(['--port=1', '--v=2'], ['--port=9'])).toEqual(['--v=2', '--port=9']);
});

test('flags without a value are replaced too', () => {
  expect(mergeFlags(['--web.enable-lifecycle', '--keep'], ['--web.enable-lifecycle=false'])).toEqual(['--keep', '--web.enable-lifecycle=false']);
});

test('a flag with one dash equals the flag with two', () => expect(mergeFlags(['-v=2'], ['--v=4'])).toEqual(['--v=4']));

test('a flag whose name only begins the same stays', () => {
  expect(mergeFlags(['--config.file-watch=1'], ['--config.file=x'])).toEqual(['--config.file-watch=1', '--config.file=x']);
});

test('a value as a separate item is refused, because it would lose its flag', () => {
  expect(() => mergeFlags(['--port', '8080'], ['--v=1'])).toThrow('got "8080"');
});
