const SHAPES: Record<string, { tone: string; path: string }> = {
  highest: { tone: "high", path: "M3 8l5-4 5 4M3 12l5-4 5 4" },
  high: { tone: "high", path: "M3 10l5-4 5 4" },
  medium: { tone: "medium", path: "M3 6h10M3 10h10" },
  low: { tone: "low", path: "M3 6l5 4 5-4" },
  lowest: { tone: "low", path: "M3 4l5 4 5-4M3 8l5 4 5-4" },
};

/** Jira's mark for one of its own five priorities; nothing for names that a site has chosen itself. */
export function PriorityMark({ name }: { name: string }) {
  const key = name.toLowerCase();
  const shape = Object.hasOwn(SHAPES, key) ? SHAPES[key] : undefined;
  if (shape === undefined) return null;
  return (
    <svg
      className={`ts-priority ts-priority-${shape.tone}`}
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden="true"
    >
      <path
        d={shape.path}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
