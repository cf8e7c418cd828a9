/** A review as a comment of a pull request: the important part comes first, within 4,000 characters. */
import { risks, type Risk } from './risk';
import { answersText, comparedText, effectText, replayText } from './effect-text';
import type { Review, ReviewedEnvironment, ReviewedObject } from './review-schema';

/** GitHub takes 65,536 characters (docs.github.com, "issue comments"); the text around it needs some of them. */
const longest = 60_000;
/** Most characters of all summaries, which a reader sees without unfolding anything. */
const summarized = 3_600;
/** Names in one line of a summary. */
const named = 6;
const longestValue = 160;

const marks: Readonly<Record<Risk, string>> = { refused: '⛔', dangerous: '⚠️', restarts: '🔄', behaviour: '🔧', routine: '·' };
const meanings: Readonly<Record<Risk, string>> = {
  refused: 'the API server will refuse it',
  dangerous: 'data, rights, connections or pods may be lost',
  restarts: 'pods are replaced',
  behaviour: 'behaviour changes',
  routine: 'labels and annotations only',
};

export function markdownOf(review: Review): string {
  const changed = review.environments.filter(({ objects, infrastructure }) => objects.length + infrastructure.length > 0);
  const head = [
    '## Review',
    `\`${review.base}\` to \`${review.head}\`${betweenText(review)}`,
    ...(changed.length === 0
      ? ['No generated file changes.']
      : review.environments.map((environment) => summary(environment, summarized / changed.length - 100))),
  ];
  const details = [...mergedText(review), ...changed.map(detail)];
  const whole = [...head, ...details].join('\n\n');
  if (whole.length <= longest) return `${whole}\n`;
  const note = `\n\n… cut: ${whole.length} characters in all; \`npm run review -- --base ${review.base}\` prints the rest\n`;
  // only whole lines, so that every table and fold is closed
  const kept = whole.slice(0, longest - note.length - '\n\n</details>'.length);
  const lines = kept.slice(0, kept.lastIndexOf('\n'));
  return `${lines}${opened(lines) ? '\n\n</details>' : ''}${note}`;
}

/** Pull requests and source lines, as many as fit in a line of the summary. */
function betweenText({ merged, sources }: Review): string {
  const requests = merged.flatMap(({ pullRequest }) => (pullRequest === undefined ? [] : [`#${pullRequest}`]));
  const count = merged.length === 1 ? '1 commit' : `${merged.length} commits`;
  const files = sources.map(({ file, lines }) => `\`${file}\`${lines.length === 0 ? '' : ` ${short(lines, 4)}`}`);
  return [
    ...(merged.length === 0 ? [] : [`, ${count}${requests.length === 0 ? '' : ` (${short(requests, 12)})`}`]),
    ...(files.length === 0 ? [] : [`\n\nChanged by ${short(files, 5)}.`]),
  ].join('');
}

function short(all: readonly string[], most: number): string {
  return all.length > most ? `${all.slice(0, most).join(', ')} and ${all.length - most} more` : all.join(', ');
}

function mergedText({ merged }: Review): readonly string[] {
  if (merged.length === 0) return [];
  return [`<details><summary>what was merged</summary>\n\n${merged.map(({ commit, subject }) => `- ${commit} ${subject}`).join('\n')}\n\n</details>`];
}

function opened(text: string): boolean {
  return text.lastIndexOf('<details>') > text.lastIndexOf('</details>');
}

function summary({ name, objects, during, risk, effect, answers, infrastructure, replays }: ReviewedEnvironment, room: number): string {
  if (objects.length + infrastructure.length === 0) return `### ${name}: nothing changes`;
  const judged = [...objects, ...infrastructure];
  const counts = risks.map((one) => [one, judged.filter((each) => each.risk === one).length] as const).filter(([, count]) => count > 0);
  const head = [
    `### ${marks[risk]} ${name}: ${judged.some((one) => one.risk === risk) ? meanings[risk] : 'a check breaks'}`,
    counts.map(([one, count]) => `${marks[one]} ${count} ${one}`).join(', '),
    ...(onlyImages(objects, infrastructure) ? ['Routine: only images change.'] : []),
    ...answersText(answers),
    ...(effect === undefined ? [] : effectText(effect, room / 2)),
    ...replayText(replays),
  ].join('\n\n');
  const lines = [
    ...during.map((line) => `- **while it is released**: ${line}`),
    ...alike(objects).map(groupText),
    ...infrastructure.map((change) => `- ${marks[change.risk]} infrastructure: ${change.change} \`${change.resource}\`: ${change.why}`),
  ];
  return `${head}\n\n${withinRoom(lines, room - head.length).join('\n')}`;
}

function onlyImages(objects: readonly ReviewedObject[], infrastructure: readonly unknown[]): boolean {
  const isImage = (path: string): boolean => /\.(initContainers|containers)\[[^\]]*\]\.image$/.test(path) || /^metadata\./.test(path);
  return infrastructure.length === 0 && objects.every(({ change, fields }) => change === 'changed' && fields.every(({ path }) => isImage(path)));
}

/** Objects of one kind with the same change, the worst first. */
function alike(objects: readonly ReviewedObject[]): readonly (readonly ReviewedObject[])[] {
  const what = ({ risk, change, object, why }: ReviewedObject): string => [risk, change, object.split(' ')[0], why].join('\n');
  return [...new Set(objects.map(what))].map((group) => objects.filter((object) => what(object) === group));
}

function groupText(group: readonly ReviewedObject[]): string {
  const [{ risk, change, object, why } = { risk: 'routine', change: 'changed', object: '', why: '' } as const] = group;
  const names = group.map((one) => one.object.split(' ').slice(1).join(' '));
  const shown = names.slice(0, named).map((one) => `\`${one}\``);
  return `- ${marks[risk]} ${change} ${object.split(' ')[0] ?? ''} ${shown.join(', ')}${names.length > named ? ` and ${names.length - named} more` : ''}: ${why}`;
}

/** As many lines as fit, and the number of the others. */
function withinRoom(lines: readonly string[], room: number): readonly string[] {
  const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length);
  const fitting = ends.filter((end) => end <= room).length;
  return fitting === lines.length ? lines : [...lines.slice(0, fitting), `- ${lines.length - fitting} more lines of this kind below`];
}

function detail({ name, objects, infrastructure, effect }: ReviewedEnvironment): string {
  const parts = [...comparedText(effect), ...objects.map(objectText), ...infrastructure.map(resourceText)];
  return `<details><summary>${name}: every object and field</summary>\n\n${parts.join('\n\n')}\n\n</details>`;
}

function resourceText({ resource, change, risk, why, fields }: ReviewedEnvironment['infrastructure'][number]): string {
  return [
    `**${marks[risk]} infrastructure: ${change} \`${resource}\`**: ${why}`,
    '',
    ...fields.map((field) => `- \`${field.path}\`: ${fieldText(field)}`),
  ].join('\n');
}

function objectText({ object, change, risk, why, source, construct, fields }: ReviewedObject): string {
  const from = source === undefined ? '' : ` (from ${source}${construct === undefined ? '' : `, ${construct}`})`;
  return [
    `**${marks[risk]} ${change} \`${object}\`**: ${why}${from}`,
    ...(fields.length === 0 ? [] : ['', ...fields.map((field) => `- ${marks[field.risk]} \`${field.path}\`: ${fieldText(field)}`)]),
  ].join('\n');
}

function fieldText({ before, after, reordered = false }: Pick<ReviewedObject['fields'][number], 'before' | 'after' | 'reordered'>): string {
  if (reordered) return 'in another order, and the order matters here';
  if (before === undefined) return `added ${value(after)}`;
  if (after === undefined) return `removed ${value(before)}`;
  return `${value(before)} → ${value(after)}`;
}

function value(of: unknown): string {
  const text = (typeof of === 'string' ? of : JSON.stringify(of)).replaceAll(/\s+/g, ' ').replaceAll('`', 'ˋ');
  return `\`${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}\``;
}
