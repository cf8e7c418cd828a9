/** How wide a text is at most, in the pixels of its font size: of sans-serif fonts digits and small letters are narrower than this share of their height. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.62;
}
