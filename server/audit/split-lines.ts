/** More than any line of an export is long. */
const LONGEST_LINE = 4 * 1_024 * 1_024;
const NEWLINE = 10;

/** Lines of a file that may be larger than memory, each with its newline where it has one. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Buffer[]> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(bytes.subarray(from, end + 1));
      from = end + 1;
    }
    rest = bytes.subarray(from);
    yield lines;
    if (rest.length > LONGEST_LINE) break;
  }
  if (rest.length > 0) yield [rest];
}
