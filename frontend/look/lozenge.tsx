export type LozengeTone = "neutral" | "progress" | "success" | "danger" | "warning";

/** Jira's status pill. Atlaskit's own brings Emotion (19 kB gzip) and inline styles that our CSP refuses. */
export function Lozenge({ children, tone = "neutral" }: { children: string; tone?: LozengeTone }) {
  return (
    <span className={`ts-lozenge ts-lozenge-${tone}`} title={children}>
      {children}
    </span>
  );
}
