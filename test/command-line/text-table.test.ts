import { textTable, wholeNumbers } from '../../command-line/text-table';

test('columns are as wide as their widest cell; words stand to the left, figures to the right, and no line ends with a space', () => {
  expect(
    textTable([
      ['', 'a', 'long title'],
      ['word', '1.5', '2'],
      ['w', '10.25', ''],
    ]),
  ).toEqual(['          a  long title', 'word    1.5           2', 'w     10.25']);
});

test('among words only whole numbers stand to the right', () => {
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

test('rows of different lengths, and none', () => {
  expect(textTable([['a'], ['b', 'c']])).toEqual(['a', 'b  c']);
  expect(textTable([])).toEqual([]);
});
