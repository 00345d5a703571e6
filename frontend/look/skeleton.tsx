/** Grey lines in the size of what comes, so that nothing moves when it does. */
export function Skeleton({
  lines,
  label,
}: {
  lines: readonly ("short" | "medium" | "long" | "button" | "box")[];
  label: string;
}) {
  return (
    <div className="ts-skeleton" role={label === "" ? undefined : "status"}>
      <span className="ts-unseen">{label}</span>
      {lines.map((width, index) => (
        <span key={index} className={`ts-bone ts-bone-${width}`} aria-hidden="true" />
      ))}
    </div>
  );
}
