/** Loaded before a program that does not parse its own command line (`node --import`): answers `--help` and refuses options that the program would ignore, before anything is built. */
import './faults';
import { relative, resolve } from 'node:path';
import { answerTo } from './answer';

const [, program = '', ...args] = process.argv;
const answer = answerTo(relative(resolve(__dirname, '..'), resolve(program)), args);
if (answer !== undefined) {
  (answer.status === 0 ? console.log : console.error)(answer.text);
  process.exit(answer.status);
}
