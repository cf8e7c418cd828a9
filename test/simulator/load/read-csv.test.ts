import { LoadError } from '../../../simulator/load/load-error';
import { readCsv } from '../../../simulator/load/read-csv';

function problems(text: string): readonly string[] {
  try {
    readCsv(text, { name: 'load.csv' });
  } catch (error) {
    if (error instanceof LoadError) return error.problems;
    throw error;
  }
  return [];
}

test.each([
  ['dates with a zone', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'],
  ['dates without one, as UTC', '2026-01-01 00:00:00', '2026-01-01 00:01:00'],
  ['seconds', '1767225600', '1767225660'],
  ['milliseconds', '1767225600000', '1767225660000'],
  ['microseconds', '1767225600000000', '1767225660000000'],
  ['nanoseconds', '1767225600000000000', '1767225660000000000'],
  ['quoted cells', '"2026-01-01T00:00:00Z"', '"2026-01-01T00:01:00Z"'],
])('%s are read', (_, first, second) => {
  expect(readCsv(`timestamp,value\n${first},3\n${second},4\n`, { name: 'a' })).toEqual({ name: 'a', step: 60, values: [3, 4], gaps: [] });
});

test('a gap is reported and keeps the value before', () => {
  const rows = [0, 60, 120, 300, 360].map((t) => `${t},${t}`);
  expect(readCsv(['timestamp,value', ...rows].join('\n'), { name: 'a' })).toEqual({
    name: 'a',
    step: 60,
    values: [0, 60, 120, 120, 120, 300, 360],
    gaps: [{ from: 180, steps: 2 }],
  });
});

test.each([
  ['an empty file', '', 'load.csv:1: must have one column "timestamp"'],
  ['another column', 'timestamp,rps\n0,1\n60,1', 'load.csv:1: must have one column "value"'],
  ['no rows', 'timestamp,value\n', 'must have at least two rows, received 0'],
  ['a negative value', 'timestamp,value\n0,1\n60,-1', 'load.csv:3: value must be a number that is not negative, received "-1"'],
  ['a value without end', 'timestamp,value\n0,1\n60,Infinity', 'load.csv:3: value must be a number that is not negative, received "Infinity"'],
  ['a line that is too short', 'timestamp,value\n0,1\n60', 'load.csv:3: value must be a number that is not negative, received none'],
  [
    'seconds that turn into milliseconds',
    'timestamp,value\n1767225600,1\n1767225660,1\n1767225720,1\n17672257800,1',
    'load.csv:5: must be at most 6500000 steps',
  ],
  ['milliseconds that turn into seconds', 'timestamp,value\n1767225600000,1\n1767225660000,1\n1767225,1', 'load.csv:4: must be later than the line before'],
  ['no value', 'timestamp,value\n0,1\n60,', 'load.csv:3: value must be a number that is not negative, received none'],
  ['a word for a time', 'timestamp,value\nnow,1\n60,1', 'load.csv:2: timestamp must be a date'],
  ['a column that is twice there', 'timestamp,value,value\n0,1,2\n60,1,2', 'load.csv:1: must have one column "value", received "timestamp,value,value"'],
  ['semicolons', 'timestamp;value\n0;1\n60;2', 'load.csv:1: must have one column "timestamp", received "timestamp;value"'],
  ['no titles', '0,1\n60,2', 'load.csv:1: must have one column "timestamp", received "0,1"'],
  ['no text at all', '\u0000\u001b[31m'.repeat(40), 'received "\\u0000\\u001b[31m'],
  ['thousands with a comma', 'timestamp,value\n0,1,000\n60,1', 'load.csv:2: must have at most 2 cells, received 3'],
  ['thousands with a comma in quotes', 'timestamp,value\n0,"1,000"\n60,1', 'load.csv:2: must have at most 2 cells, received 3'],
  ['thousands with a blank', 'timestamp,value\n0,1 000\n60,1', 'load.csv:2: value must be a number that is not negative, received "1 000"'],
  ['a decimal comma', 'timestamp;value\n0;1,5\n60;2', 'load.csv:1: must have one column'],
  ['a number of base sixteen', 'timestamp,value\n0,0x10\n60,1', 'load.csv:2: value must be a number that is not negative, received "0x10"'],
  ['a unit behind a number', 'timestamp,value\n0,1k\n60,1', 'load.csv:2: value must be a number that is not negative, received "1k"'],
  ['no number', 'timestamp,value\n0,NaN\n60,1', 'load.csv:2: value must be a number that is not negative, received "NaN"'],
  ['a day that is not in the calendar', 'timestamp,value\n2026-02-30T00:00:00Z,1\n2026-03-02T00:01:00Z,2', 'load.csv:2: timestamp must be a date'],
  ['the day before the month', 'timestamp,value\n31/01/2026 10:00,1\n31/01/2026 10:01,2', 'load.csv:2: timestamp must be a date'],
  ['an hour alone', 'timestamp,value\n10:00,1\n10:01,2', 'load.csv:2: timestamp must be a date'],
  ['times that go back', 'timestamp,value\n60,1\n0,1', 'load.csv:3: must be later than the line before'],
  ['a time that is twice there', 'timestamp,value\n0,1\n0,1\n60,1', 'load.csv:3: must be later than the line before'],
  ['a time off the grid', 'timestamp,value\n0,1\n60,1\n120,1\n150,1\n180,1\n240,1', 'load.csv:5: must be a whole number of steps of 60 s'],
])('%s is refused with its line', (_, text, told) => expect(problems(text).join('\n')).toContain(told));

test('a byte order mark and Windows line ends are accepted', () => {
  expect(readCsv('\ufefftimestamp,value\r\n0,3\r\n60,4\r\n', { name: 'a' }).values).toEqual([3, 4]);
});

test('of very many mistakes the first ones are reported, with their number', () => {
  const rows = Array.from({ length: 50 }, (_, minute) => `${minute * 60},-1`);
  expect(problems(['timestamp,value', ...rows].join('\n')).at(-1)).toBe('and 30 more');
});

test('all mistakes are reported at once', () => expect(problems('timestamp,value\nnow,-1\n60,x')).toHaveLength(3));
