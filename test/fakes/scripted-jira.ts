import {
  IssueId,
  IssueKey,
  type AdfNodeJson,
  type FieldValue,
  type IssueRef,
  type ProposalId,
} from "../../server/contract/index.ts";
import type {
  JiraEvidence,
  JiraWriter,
  Marks,
  WriteOutcome,
  WriterFor,
} from "../../server/execution/index.ts";
import type { IssueSnapshot, LinkFact } from "../../server/planning/index.ts";

/** How the next write goes: as asked, refused, without effect, without an answer, or with the process dying after it. */
export type Script =
  | "as-asked"
  | "no-effect"
  | "lost-after"
  | "lost-before"
  | "killed-after"
  | WriteOutcome<never>;

type Comment = { id: string; body: AdfNodeJson[]; mark: string };

const TO_DO = { id: "1", name: "To Do", category: "new" } as const;
const DOING = { id: "3", name: "In Progress", category: "indeterminate" } as const;
const DONE = { id: "5", name: "Done", category: "done" } as const;
const MOVES = [
  { id: "11", name: "Stop", to: TO_DO },
  { id: "21", name: "Start", to: DOING },
  { id: "31", name: "Close", to: DONE },
];

/** The process ended here: nothing after it ran, and nobody was told. */
export class Killed extends Error {}

/** One Jira issue that writes act on and reads show, with every write counted. */
export function scriptedJira(ref: IssueRef) {
  const script: Script[] = [];
  const writes: string[] = [];
  const marks = new Map<string, string[]>();
  const comments: Comment[] = [];
  const created: { ref: IssueRef; mark: string; status: IssueSnapshot["status"] }[] = [];
  let snapshot: IssueSnapshot | undefined = {
    ref,
    project: { id: "10000", key: "SHOP", name: "Shop" },
    issueType: { id: "1", name: "Bug" },
    status: TO_DO,
    summary: "White page",
    description: [],
    assignee: null,
    reporter: null,
    fields: { priority: { kind: "option", option: { id: "3", name: "Medium" } } },
    comments: [],
    links: [],
    created: new Date("2026-11-20T09:00:00Z"),
    updated: new Date("2026-11-20T09:00:00Z"),
  };

  const standing = (): IssueSnapshot => {
    if (snapshot === undefined) throw new Error("The issue is gone");
    return snapshot;
  };
  const change = (over: Partial<IssueSnapshot>) => {
    snapshot = { ...standing(), ...over };
  };
  const leave = (id: string, { proposal, all }: Marks) => marks.set(`${id}/${proposal}`, [...all]);

  async function write<T>(what: string, act: () => T): Promise<WriteOutcome<T>> {
    const next = script.shift() ?? "as-asked";
    if (typeof next === "object") return next;
    if (next === "lost-before") return { kind: "no-answer", words: "The connection to Jira was lost." };
    writes.push(what);
    if (next === "no-effect") return { kind: "ok", value: act.length === 0 ? silently(act) : act() };
    const value = act();
    if (next === "killed-after") throw new Killed();
    return next === "lost-after"
      ? { kind: "no-answer", words: "Jira did not answer in time." }
      : { kind: "ok", value };
  }

  /** Answers as if it had happened. */
  function silently<T>(act: () => T): T {
    const before = snapshot;
    const value = act();
    snapshot = before;
    return value;
  }

  const move = (id: string, transitionId: string) => {
    const to = MOVES.find((one) => one.id === transitionId)?.to ?? DOING;
    const made = created.find((one) => one.ref.id === id);
    if (made !== undefined) made.status = to;
    else change({ status: to });
  };

  const writer: JiraWriter = {
    actedAs: "person",
    createIssue: (_input, at) =>
      write("create", () => {
        const number = 900 + created.length;
        const made = { id: IssueId.parse(`10${number}`), key: IssueKey.parse(`SHOP-${number}`) };
        created.push({ ref: made, mark: at.mark, status: TO_DO });
        return made;
      }),
    editFields: (id, fields, at) =>
      write("edit", () => {
        leave(id, at);
        const values: Record<string, FieldValue> = Object.fromEntries(
          fields.map(({ field, value }) => [field, value]),
        );
        const { description, summary, ...rest } = values;
        change({
          fields: { ...standing().fields, ...rest },
          ...(description === undefined
            ? {}
            : { description: description.kind === "document" ? description.blocks : [] }),
          ...(summary?.kind === "text" ? { summary: summary.text } : {}),
        });
        return null;
      }),
    setAssignee: (id, assignee, at) =>
      write("assign", () => {
        leave(id, at);
        change({ assignee });
        return null;
      }),
    transition: (id, transitionId, at) =>
      write("transition", () => {
        leave(id, at);
        move(id, transitionId);
        return null;
      }),
    addComment: (_id, body, at) =>
      write("comment", () => {
        const id = String(comments.length + 1);
        comments.push({ id, body: [...body], mark: at.mark });
        return { commentId: id };
      }),
    link: ({ other, linkType, direction }) =>
      write("link", () => {
        const link: LinkFact = {
          id: String(standing().links.length + 70),
          linkTypeId: linkType.id,
          direction,
          other,
        };
        change({ links: [...standing().links, link] });
        return null;
      }),
    deleteComment: (_id, commentId) =>
      write("delete-comment", () => {
        comments.splice(
          comments.findIndex((comment) => comment.id === commentId),
          1,
        );
        return null;
      }),
    deleteLink: (linkId) =>
      write("delete-link", () => {
        change({ links: standing().links.filter((link) => link.id !== linkId) });
        return null;
      }),
    deleteIssue: (id) =>
      write("delete-issue", () => {
        created.splice(
          created.findIndex((one) => one.ref.id === id),
          1,
        );
        return null;
      }),
  };

  const evidence: JiraEvidence = {
    async issue(_caller, id) {
      const made = created.find((one) => one.ref.id === id);
      if (made !== undefined) return { ...standing(), ref: made.ref, status: made.status };
      return id === ref.id ? snapshot : undefined;
    },
    marksOn: async (_caller, id, proposal) => marks.get(`${id}/${proposal}`) ?? [],
    commentWithMark: async (_caller, _id, mark) => comments.find((comment) => comment.mark === mark),
    comment: async (_caller, _id, commentId) => comments.find((comment) => comment.id === commentId),
    issueWithMark: async (_caller, mark) => created.find((one) => one.mark === mark)?.ref,
    transitions: async () => MOVES,
  };
  const writerFor: WriterFor = async () => writer;

  return {
    evidence,
    writerFor,
    writes,
    comments,
    created,
    issue: standing,
    change,
    remove: () => {
      snapshot = undefined;
    },
    /** Marks that somebody else wrote on the issue. */
    plant: (proposal: ProposalId, all: readonly string[]) => marks.set(`${ref.id}/${proposal}`, [...all]),
    next: (...how: Script[]) => script.push(...how),
  };
}
