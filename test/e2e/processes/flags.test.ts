import { mergeFlags } from '../../../e2e/processes/flags';

test('a flag of the second list takes the place of its namesake', () => {
  expect(mergeFlags(['--port=1', '--v=2'], ['--port=9'])).toEqual(['--v=2', '--port=9']);
});

test('flags without a value have names too', () => {
  expect(mergeFlags(['--web.enable-lifecycle', '--keep'], ['--web.enable-lifecycle=false'])).toEqual(['--keep', '--web.enable-lifecycle=false']);
});

test('one dash or two is the same name', () => expect(mergeFlags(['-v=2'], ['--v=4'])).toEqual(['--v=4']));

test('a name that only begins the same stays', () => {
  expect(mergeFlags(['--config.file-watch=1'], ['--config.file=x'])).toEqual(['--config.file-watch=1', '--config.file=x']);
});

test('a value in an item of its own is refused, because it would lose its flag', () => {
  expect(() => mergeFlags(['--port', '8080'], ['--v=1'])).toThrow('got "8080"');
});
