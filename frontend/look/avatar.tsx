import { useState } from "react";

type Props = { name: string; url: string | null };

/** A face, or initials where there is none or it does not load. Decorative: the name always stands beside it. */
export function Avatar({ name, url }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  if (url === null || broken === url) {
    return (
      <span className="ts-avatar" aria-hidden="true">
        {initials(name)}
      </span>
    );
  }
  return (
    <img
      className="ts-avatar"
      src={url}
      alt=""
      width={24}
      height={24}
      referrerPolicy="no-referrer"
      onError={() => setBroken(url)}
    />
  );
}

function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /^\p{L}/u.exec(word) ?? []);
  const [first = "?"] = letters;
  return (letters.length > 1 ? first + (letters.at(-1) ?? "") : first).toUpperCase();
}
