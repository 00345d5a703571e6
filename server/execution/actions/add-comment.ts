import * as z from "zod";
import type { ActionOf } from "../../contract/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import { sameBlocks } from "../../planning/index.ts";
import type { ActionRunner, Look } from "../action-runner.ts";

type AddComment = ActionOf<"add-comment">;

const Commented = z.object({ commentId: z.string() });

export const addComment: ActionRunner<AddComment> = {
  preImage: () => null,

  perform: ({ writer, marks }, action) => writer.addComment(action.issue.id, action.body, marks),

  async confirm(look, action, made) {
    const { commentId } = Commented.parse(made);
    const there = await look.evidence.comment(look.caller, action.issue.id, commentId);
    return there === undefined ? refuse("Jira said yes, but the comment is not there.") : ok({ commentId });
  },

  async prove({ evidence, caller }, action, { mark }) {
    const found = await evidence.commentWithMark(caller, action.issue.id, mark);
    return found === undefined
      ? { kind: "not-happened" }
      : { kind: "happened", result: { commentId: found.id } };
  },

  async inverse(look, action, noted) {
    const { commentId } = Commented.parse(noted.result);
    const now = await look.evidence.comment(look.caller, action.issue.id, commentId);
    if (now === undefined) return refuse("The comment was deleted since.");
    if (!sameBlocks(now.body, action.body)) return refuse("Somebody edited the comment since.");
    return ok({
      rows: [
        {
          field: "body",
          name: "Comment",
          from: { kind: "document", blocks: now.body },
          to: { kind: "none" },
        },
      ],
      mayDelete: false,
      perform: ({ writer, marks }) => writer.deleteComment(action.issue.id, commentId, marks),
      confirm: async (again) =>
        (await isGone(again, action, commentId))
          ? ok(true)
          : refuse("Jira said yes, but the comment is still there."),
    });
  },

  /** A deleted comment carries no mark; that it is gone is what was wanted, whoever did it. */
  async proveUndone(look, action, _mark, noted) {
    const { commentId } = Commented.parse(noted.result);
    return (await isGone(look, action, commentId))
      ? { kind: "happened", result: null }
      : { kind: "not-happened" };
  },
};

const isGone = async ({ evidence, caller }: Look, action: AddComment, commentId: string) =>
  (await evidence.comment(caller, action.issue.id, commentId)) === undefined;
