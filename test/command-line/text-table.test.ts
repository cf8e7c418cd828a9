import { textTable, wholeNumbers } from '../../command-line/text-table';

test('columns are as wide as their widest cell, text is left-aligned, numbers are right-aligned, and no line ends with a space', () => {
  expect(
    textTable([
      ['', 'a', 'long title'],
      ['word', '1.5', '2'],
      ['w', '10.25', ''],
    ]),
  ).toEqual(['          a  long title', 'word    1.5           2', 'w     10.25']);
});

test('in a column with text, only whole numbers are right-aligned', () => {
  expect(
    textTable(
      [
        ['min', 'name'],
        ['2', 'web'],
        ['10', '7'],
      ],
      wholeNumbers,
    ),
  ).toEqual(['min  name', '  2  web', ' 10     7']);
});

test('rows may have different lengths, and a table may have no rows', () => {
  expect(textTable([['a'], ['b', 'c']])).toEqual(['a', 'b  c']);
  expect(textTable([])).toEqual([]);
});
