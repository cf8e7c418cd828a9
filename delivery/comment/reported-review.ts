/**
 * A review that the run of a pull request reported, from a fork perhaps: its words are anybody's. It is held to its schema, which keeps nothing else of it, and no text in it means
 * anything to whoever shows it: no mention, no link, no picture, no markup.
 */
import { readFileSync, statSync } from 'node:fs';
import { reason } from '../../command-line/failure';
import { reviewSchema, type Review } from '../review/review-schema';

/** A review of 10,000 objects has about a third of it. */
const largest = 20 * 1024 * 1024;
/** Of one text: names, paths and values of what is generated are shorter, and longer values are cut for a comment anyway. */
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
  // the same shape with other texts
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

/** Signs that mean something in Markdown or HTML, each as one that looks alike and means nothing. */
const alike: readonly (readonly [sign: RegExp, like: string])[] = [
  // line breaks and everything else that is not to be seen, such as marks that turn the direction of a text
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

/** Exported for whatever else of a fork is shown. */
export function plain(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return alike.reduce((so, [sign, like]) => so.replaceAll(sign, like), cut).trim();
}
