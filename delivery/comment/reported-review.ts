/**
 * A review that the run of a pull request reported, perhaps from a fork, so it is not trusted. Only fields of its schema are kept, and no text in it has an effect
 * where it is shown: no mention, link, picture or markup.
 */
import { readFileSync, statSync } from 'node:fs';
import { reason } from '../../command-line/failure';
import { reviewSchema, type Review } from '../review/review-schema';

/** A review of 10,000 objects has about a third of it. */
const largest = 20 * 1024 * 1024;
/** Most characters of one text: names, paths and values are shorter, and a comment cuts longer values anyway. */
const longest = 2000;

/** @throws Error when it is no review */
export function reportedReview(file: string): Review {
  const { size } = statSync(file);
  if (size > largest) throw new Error(`${file} must have at most ${largest} bytes, received ${size}`);
  const result = reviewSchema.safeParse(json(readFileSync(file, 'utf8'), file));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(
      `${file} must be a review as npm run review --out writes it, and ${plain(issue?.path.join('.') ?? 'it')}: ${issue?.message ?? 'is unreadable'}`,
    );
  }
  // the same structure with harmless texts
  return withPlainTexts(result.data) as Review;
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} must be JSON: ${plain(reason(error))}`);
  }
}

function withPlainTexts(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.map(withPlainTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [plain(name), withPlainTexts(one)]));
}

/** Characters with a meaning in Markdown or HTML, each replaced by a similar one without. */
const alike: readonly (readonly [sign: RegExp, like: string])[] = [
  // line breaks and invisible characters, such as marks that change the direction of text
  [/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' '],
  [/</g, '‹'],
  [/>(?!=)/g, '›'],
  [/`/g, 'ˋ'],
  [/@/g, '＠'],
  [/\[/g, '［'],
  [/\]/g, '］'],
  [/:\/\//g, ':∕∕'],
  [/\bwww\./gi, 'www․'],
  [/[*_~]{2,}/g, '·'],
  [/#(?=\d)/g, '＃'],
  [/\$/g, '＄'],
  [/\|/g, '¦'],
  [/\\/g, '＼'],
];

/** Exported for other texts of a fork that are shown. */
export function plain(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return alike.reduce((so, [sign, like]) => so.replaceAll(sign, like), cut).trim();
}
