import type { PageComment } from "../../state.ts";
import type { PageView } from "../../view-types.ts";
import { drawAvatar, drawTime, nameOf } from "../draw-parts.ts";
import { html, NOTHING, type Html } from "../html.ts";
import { storageToHtml } from "../rich-text/storage-to-html.ts";
import type { Visit } from "../visit.ts";
import { addressOf } from "./wiki-address.ts";

const SETTLED = { open: "Open", reopened: "Open again", resolved: "Settled" };

function drawSelection({ inline }: PageComment): Html {
  if (inline === null) return NOTHING;
  const kind = inline.status === "resolved" ? "done" : "indeterminate";
  return html`<p class="on-words">
    <q>${inline.selection}</q>
    <span class="lozenge lozenge-${kind}">${SETTLED[inline.status]}</span>
  </p>`;
}

function drawComment(visit: Visit, all: PageComment[], comment: PageComment): Html {
  const author = visit.site.person(comment.authorId) ?? null;
  const answers = all.filter((one) => one.parentId === comment.id);
  return html`<li id="comment-${comment.id}">
    ${drawAvatar(author, 32)}
    <div>
      <p class="who">
        <strong>${nameOf(author)}</strong> ${drawTime(comment.createdAt, visit.site.now())}${comment.version
          .number > 1 && html` <span class="quiet">edited</span>`}
      </p>
      ${drawSelection(comment)}
      <div class="rich">${storageToHtml(comment.storage)}</div>
      ${answers.length > 0 &&
      html`<ol class="comments">
        ${answers.map((one) => drawComment(visit, all, one))}
      </ol>`}
    </div>
  </li>`;
}

/** Comments of a page, those on its words first, and the form for another. */
export function drawPageComments(visit: Visit, { page, space }: PageView): Html {
  const all = visit.site.wiki.commentsOn(page.id);
  const top = all.filter((one) => one.parentId === null);
  const sorted = [...top.filter((one) => one.inline !== null), ...top.filter((one) => one.inline === null)];
  const form = html`<form method="post" action="${addressOf(space, page)}/comments" data-send data-clear>
    <label for="comment">Add a comment</label>
    <textarea id="comment" name="body" rows="3" required></textarea>
    <p class="wrong" role="alert"></p>
    <button>Comment</button>
  </form>`;
  return html`<section class="wiki-comments" aria-labelledby="comments-head">
    <h2 id="comments-head">Comments</h2>
    <div data-live="comments">
      ${sorted.length === 0
        ? html`<p class="quiet">No comments yet.</p>`
        : html`<ol class="comments">
            ${sorted.map((one) => drawComment(visit, all, one))}
          </ol>`}
    </div>
    ${visit.site.wiki.may(visit.acting.as, page).comment
      ? form
      : html`<p class="quiet">You may not comment here.</p>`}
  </section>`;
}
