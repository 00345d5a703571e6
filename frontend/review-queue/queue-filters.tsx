import Textfield from "@atlaskit/textfield";
import type { QueueView } from "../../server/contract/index.ts";

export type Filters = { project: string; action: string; search: string };

const ACTIONS: readonly (readonly [action: string, words: string])[] = [
  ["edit-fields", "Edits"],
  ["set-assignee", "Assignments"],
  ["transition", "Moves"],
  ["add-comment", "Comments"],
  ["link-issues", "Links"],
  ["create-issue", "New issues"],
];

type Props = { filters: Filters; projects: QueueView["projects"]; onChange: (filters: Filters) => void };

/** Narrows the list. What is chosen stays offered, also when nothing is left of it. */
export function QueueFilters({ filters, projects, onChange }: Props) {
  const keys = [
    ...new Set([...projects.map(({ key }) => key), ...(filters.project === "" ? [] : [filters.project])]),
  ];
  return (
    <form
      className="ts-queue-filters"
      role="search"
      aria-label="Proposals"
      onSubmit={(event) => event.preventDefault()}
    >
      <label className="ts-unseen" htmlFor="ts-queue-project">
        Project
      </label>
      <select
        id="ts-queue-project"
        className="ts-queue-select"
        value={filters.project}
        onChange={(event) => onChange({ ...filters, project: event.target.value })}
      >
        <option value="">All projects</option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </select>
      <label className="ts-unseen" htmlFor="ts-queue-action">
        Action
      </label>
      <select
        id="ts-queue-action"
        className="ts-queue-select"
        value={filters.action}
        onChange={(event) => onChange({ ...filters, action: event.target.value })}
      >
        <option value="">Any action</option>
        {ACTIONS.map(([action, words]) => (
          <option key={action} value={action}>
            {words}
          </option>
        ))}
      </select>
      <label className="ts-unseen" htmlFor="ts-queue-search">
        Search
      </label>
      <div className="ts-queue-search">
        <Textfield
          id="ts-queue-search"
          type="search"
          value={filters.search}
          placeholder="Search by key or words"
          maxLength={200}
          isCompact
          onChange={(event) => onChange({ ...filters, search: event.currentTarget.value })}
        />
      </div>
    </form>
  );
}
