/** Text that a regular expression (with or without the u flag) takes as it stands. */
export const escapeForRegExp = (text: string): string =>
  text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
