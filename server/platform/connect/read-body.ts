/** Reads an answer's body as text up to a limit in bytes; undefined when it is longer. */
export async function readBody(response: Response, limit: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop also ends the download.
    if (size > limit) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** JSON where it is JSON, whatever the header claims not to be; else the text; nothing when empty. */
export function parseBody(text: string, contentType: string | null): unknown {
  if (text === "") return undefined;
  if (contentType !== null && !/\bjson\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
