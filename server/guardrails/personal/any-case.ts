/**
 * The source of a pattern that minds no case, as a part of one that does. Not `(?i:…)`: once a process has compiled
 * about a megabyte of patterns V8 stops optimising them, and then loses matches of longer alternatives in such a group
 * (Node 24; `node --no-regexp-optimization` shows it).
 */
export function anyCase(source: string): string {
  let inClass = false;
  return source.replaceAll(/\\p\{[^}]*\}|\\.|\(\?<?[=!:]|[^]/gu, (part) => {
    if (part === "[") inClass = true;
    else if (part === "]") inClass = false;
    const [small, big] = [part.toLowerCase(), part.toUpperCase()];
    // The big form of "ß" is two letters.
    if (part.length > 1 || small === big || big.length > 1) return part;
    return inClass ? small + big : `[${small}${big}]`;
  });
}
