/** The text of an answer, read in pieces and dropped when it gets too long: an endless answer must not fill the memory. */
export type LimitedText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

export async function limitedText(body: ReadableStream<Uint8Array> | null, mostBytes: number): Promise<LimitedText> {
  if (body === null) return { ok: true, text: '' };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      // tells the sender to stop; a failure of this changes nothing
      await reader.cancel().catch(() => undefined);
      return { ok: false, why: `an answer must have at most ${mostBytes} bytes, received more` };
    }
    chunks.push(value);
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}
