type Props = { tags: readonly { id: string; name: string }[]; onRemove: (id: string) => void };

/** What has been chosen so far, each with a way to take it back. */
export function RemovableTags({ tags, onRemove }: Props) {
  if (tags.length === 0) return null;
  return (
    <ul className="ts-tags">
      {tags.map((tag) => (
        <li key={tag.id} className="ts-tag ts-tag-removable">
          <span>{tag.name}</span>
          <button type="button" aria-label={`Remove ${tag.name}`} onClick={() => onRemove(tag.id)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
