/** Loaded before a program that has no command line of its own (`node --import`): answers `--help` and refuses what the program would overlook, before anything is built. */
import './faults';
import { relative, resolve } from 'node:path';
import { answerTo } from './answer';

const [, program = '', ...args] = process.argv;
const answer = answerTo(relative(resolve(__dirname, '..'), resolve(program)), args);
if (answer !== undefined) {
  (answer.status === 0 ? console.log : console.error)(answer.text);
  process.exit(answer.status);
}
