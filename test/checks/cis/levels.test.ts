/** CIS GKE 1.9 has its recommendations in two levels: 1 for everybody, 2 where security comes first. A report with the wrong one misleads whoever must meet level 1. */
import { benchmarkSections } from '../../../checks/cis/catalogue';

const controls = benchmarkSections.flatMap((section) => section.controls);
const ofLevel = (wanted: number): readonly string[] => controls.filter(({ level }) => level === wanted).map(({ id }) => id);

test('29 recommendations are of level 2, and every other is of level 1', () => {
  const second =
    '4.1.8 4.3.2 4.4.1 4.4.2 4.5.1 4.6.2 4.6.3 4.6.4 5.1.1 5.1.2 5.1.3 5.1.4 5.2.2 5.3.1 5.4.1 5.5.2 5.5.3 5.5.7 5.6.1 5.6.3 5.6.4 5.6.6 5.6.7 5.7.2 5.8.2 5.9.1 5.9.2 5.10.3 5.10.4';
  expect(ofLevel(2)).toEqual(second.split(' '));
  expect(ofLevel(1)).toHaveLength(controls.length - 29);
});
