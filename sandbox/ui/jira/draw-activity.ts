import { adfToHtml } from "../rich-text/adf-to-html.ts";
import type { ChangeItem } from "../../state.ts";
import type { IssueView } from "../../view-types.ts";
import { drawAvatar, drawTime, nameOf } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";

function drawComments(view: IssueView, now: Date): Html {
  if (view.comments.length === 0) return html`<p class="quiet">No comments yet.</p>`;
  return html`<ol class="comments">
    ${view.comments.map(
      ({ comment, author }) =>
        html`<li id="comment-${comment.id}">
          ${drawAvatar(author, 32)}
          <div>
            <p class="who">
              <strong>${nameOf(author)}</strong> ${drawTime(comment.created, now)}${comment.updated !==
                comment.created && html` <span class="quiet">edited</span>`}
            </p>
            <div class="rich">${adfToHtml(comment.body)}</div>
          </div>
        </li>`,
    )}
  </ol>`;
}

function short(words: string | null): string {
  if (words === null || words === "") return "None";
  return words.length > 90 ? `${words.slice(0, 90)}…` : words;
}

function drawChange(item: ChangeItem): Html {
  return html`<span class="change"
    ><strong>${item.field}</strong> <span class="before">${short(item.fromString)}</span>
    <span aria-hidden="true">→</span><span class="hidden"> to </span>
    <span class="after">${short(item.toString)}</span></span
  >`;
}

function drawHistory(view: IssueView, now: Date): Html {
  const newestFirst = view.history.toReversed();
  const created = html`<li>
    ${drawAvatar(view.reporter)}
    <div>
      <p class="who">
        <strong>${nameOf(view.reporter)}</strong> created the issue ${drawTime(view.issue.created, now)}
      </p>
    </div>
  </li>`;
  return html`<ol class="history">
    ${newestFirst.map(
      ({ group, author }) =>
        html`<li>
          ${drawAvatar(author)}
          <div>
            <p class="who">
              <strong>${nameOf(author)}</strong> changed
              ${group.items.length === 1 ? "a field" : `${group.items.length} fields`}
              ${drawTime(group.created, now)}
            </p>
            ${group.items.map(drawChange)}
          </div>
        </li>`,
    )}
    ${created}
  </ol>`;
}

function drawCommentForm(view: IssueView): Html {
  if (!view.may.comment) return html`<p class="quiet">You may not comment here.</p>`;
  return html`<form method="post" action="/browse/${view.issue.key}/comments" data-send data-clear>
    <label for="comment">Add a comment</label>
    <textarea id="comment" name="body" rows="3" required></textarea>
    <p class="wrong" role="alert"></p>
    <button>Comment</button>
  </form>`;
}

/** Comments and history, one below the other: who reads must not have to look for either. */
export function drawActivity(view: IssueView, now: Date): Html {
  return html`<section aria-labelledby="comments-head">
      <h2 id="comments-head">Comments</h2>
      <div data-live="comments">${drawComments(view, now)}</div>
      ${drawCommentForm(view)}
    </section>
    <section aria-labelledby="history-head">
      <h2 id="history-head">History</h2>
      <div data-live="history">${drawHistory(view, now)}</div>
    </section>`;
}
