/** Upper bound of the width of a text in pixels: characters of sans-serif fonts are narrower than this share of the font size. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.62;
}
