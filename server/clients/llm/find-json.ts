/** Longer replies are no draft: a draft has its own limits. */
const LONGEST = 400_000;

/**
 * Pure: the JSON object in a reply of a server that cannot be held to a schema, without the thoughts, the fence or
 * the words around it. What holds none is given back as it is, for whoever checks it to refuse.
 */
export function findJson(reply: string): string {
  const text = reply
    .slice(0, LONGEST)
    .replace(/^\s*<think>[\s\S]*?<\/think>/i, "")
    .trim();
  if (isObject(text)) return text;
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/i.exec(text)?.[1]?.trim();
  if (fenced !== undefined && isObject(fenced)) return fenced;
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  const within = from >= 0 && to > from ? text.slice(from, to + 1) : "";
  return isObject(within) ? within : text;
}

function isObject(text: string): boolean {
  if (!text.startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
