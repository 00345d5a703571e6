import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Call } from "./jira-client.ts";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";

const V2 = "/wiki/api/v2";
const CommentBody = z.looseObject({
  id: z.string(),
  resolutionStatus: z.string().optional(),
  version: z.looseObject({ number: z.number() }),
});
const Listed = z.looseObject({ results: z.array(z.looseObject({ id: z.string() })) });
const storage = (value: string) => ({ representation: "storage", value });

let wiki: WikiSite;
let app: Call;
let mia: Call;
let pageId: string;
beforeAll(async () => {
  wiki = await startWikiSite();
  app = wiki.asApp();
  mia = wiki.asPerson("Mia Krause");
  pageId = wiki.page("Post-mortem: expired certificate").id;
});
afterAll(() => wiki.stop());

async function comment(by: Call, kind: "footer" | "inline", more: Record<string, unknown>) {
  const made = await by("POST", `${V2}/${kind}-comments`, { body: storage("<p>Words</p>"), ...more });
  expect(made.status).toBe(201);
  return CommentBody.parse(made.body);
}

function marked(textSelection: string, count = 1, index = 0) {
  return {
    pageId,
    inlineCommentProperties: {
      textSelection,
      textSelectionMatchCount: count,
      textSelectionMatchIndex: index,
    },
  };
}

describe("comments", () => {
  test("an answer stands below what it answers, and goes with it", async () => {
    const first = await comment(mia, "footer", { pageId });
    const answer = await comment(app, "footer", { parentCommentId: first.id });
    const below = Listed.parse((await app("GET", `${V2}/footer-comments/${first.id}/children`)).body);
    expect(below.results.map((one) => one.id)).toEqual([answer.id]);
    const top = Listed.parse((await app("GET", `${V2}/pages/${pageId}/footer-comments`)).body);
    expect(top.results.map((one) => one.id)).toContain(first.id);
    expect(top.results.map((one) => one.id)).not.toContain(answer.id);
    expect((await mia("DELETE", `${V2}/footer-comments/${first.id}`)).status).toBe(204);
    expect((await app("GET", `${V2}/footer-comments/${answer.id}`)).status).toBe(404);
  });

  test("only its author rewords a comment, and only from the version that stands", async () => {
    const { id } = await comment(mia, "footer", { pageId });
    const reword = (by: Call, number: number) =>
      by("PUT", `${V2}/footer-comments/${id}`, { version: { number }, body: storage("<p>Other</p>") });
    expect((await reword(app, 2)).status).toBe(404);
    expect((await reword(mia, 1)).status).toBe(409);
    expect((await reword(mia, 2)).status).toBe(200);
    expect((await wiki.asPerson("Tom Becker")("DELETE", `${V2}/footer-comments/${id}`)).status).toBe(404);
    expect((await wiki.asPerson("Ada Admin")("DELETE", `${V2}/footer-comments/${id}`)).status).toBe(204);
  });

  test("an inline comment needs words that stand on the page, as often as its author saw them", async () => {
    for (const body of [
      marked("never written there"),
      marked("the", 1),
      { pageId },
      marked("nobody reads", 1, 1),
    ]) {
      const refused = await mia("POST", `${V2}/inline-comments`, { body: storage("<p>?</p>"), ...body });
      expect(refused.status).toBe(400);
    }
    expect((await comment(mia, "inline", marked("nobody reads"))).resolutionStatus).toBe("open");
  });

  test("an inline comment is settled and opened again by whoever may comment", async () => {
    const { id } = await comment(mia, "inline", marked("on-call phone"));
    const settle = async (resolved: boolean, number: number) => {
      const answer = await app("PUT", `${V2}/inline-comments/${id}`, { version: { number }, resolved });
      return CommentBody.parse(answer.body).resolutionStatus;
    };
    expect(await settle(true, 2)).toBe("resolved");
    const open = Listed.parse(
      (await app("GET", `${V2}/pages/${pageId}/inline-comments?resolution-status=open,reopened`)).body,
    );
    expect(open.results.map((one) => one.id)).not.toContain(id);
    expect(await settle(false, 3)).toBe("reopened");
  });

  test("a comment of one kind has no address of the other", async () => {
    const { id } = await comment(mia, "footer", { pageId });
    expect((await app("GET", `${V2}/inline-comments/${id}`)).status).toBe(404);
    expect((await app("DELETE", `${V2}/inline-comments/${id}`)).status).toBe(404);
  });
});

describe("what Confluence tells an app", () => {
  const heard = (event: string, id: string) =>
    wiki.app.received.filter(
      (one) => one.path === `/wiki-hooks/${event}` && JSON.stringify(one.body).includes(id),
    );
  const once = async (event: string, id: string) => {
    await expect.poll(() => heard(event, id).length, { message: event }).toBe(1);
  };

  test("each event at an address of its own, signed, without its name and without the words", async () => {
    const spaceId = wiki.spaceId("OPS");
    const made = await mia("POST", `${V2}/pages`, {
      spaceId,
      title: "Heard of",
      body: storage("<p>secret words</p>"),
    });
    const { id } = z.looseObject({ id: z.string() }).parse(made.body);
    const write = (number: number, more: Record<string, unknown> = {}) =>
      mia("PUT", `${V2}/pages/${id}`, {
        id,
        status: "current",
        title: "Heard of",
        body: storage("<p>secret words</p>"),
        version: { number },
        ...more,
      });
    await write(2);
    await mia("POST", `/wiki/rest/api/content/${id}/label`, [{ prefix: "global", name: "fresh" }]);
    await mia("DELETE", `/wiki/rest/api/content/${id}/label/fresh`);
    const { id: commentId } = await comment(mia, "footer", { pageId: id });
    await mia("PUT", `${V2}/footer-comments/${commentId}`, {
      version: { number: 2 },
      body: storage("<p>secret words</p>"),
    });
    await mia("DELETE", `${V2}/footer-comments/${commentId}`);
    await mia("DELETE", `/wiki/rest/api/content/${id}/restriction`);
    await write(3, { parentId: wiki.page("On-call rota").id });
    await mia("DELETE", `${V2}/pages/${id}`);
    await write(4);
    await mia("DELETE", `${V2}/pages/${id}`);
    await wiki.asPerson("Ada Admin")("GET", `${V2}/pages/${id}`);
    for (const event of [
      "page_created",
      "page_moved",
      "page_restored",
      "label_added",
      "label_removed",
      "content_permissions_updated",
    ]) {
      await once(event, id);
    }
    for (const event of ["comment_created", "comment_updated", "comment_removed"])
      await once(event, commentId);
    await expect.poll(() => heard("page_updated", id).length).toBe(2);
    await expect.poll(() => heard("page_trashed", id).length).toBe(2);
    const all = wiki.app.received.filter((one) => one.path.startsWith("/wiki-hooks/"));
    for (const one of all) {
      expect(JSON.stringify(one.body)).not.toMatch(/secret words|webhookEvent/);
      expect(one.headers["authorization"]).toMatch(/^JWT /);
    }
    expect(heard("page_updated", id)[0]?.body).toMatchObject({
      page: { id: Number(id), idAsString: id, title: "Heard of", spaceKey: "OPS", version: 2 },
      userAccountId: wiki.accountOf("Mia Krause"),
      updateTrigger: "edit_page",
    });
    expect(heard("comment_created", commentId)[0]?.body).toMatchObject({
      comment: { idAsString: commentId, parent: { idAsString: id } },
    });
  });

  test("once: what the app does not take is not told again", async () => {
    wiki.app.answers.set("/wiki-hooks/page_created", [503]);
    const made = await mia("POST", `${V2}/pages`, {
      spaceId: wiki.spaceId("OPS"),
      title: "Told once",
      body: storage("<p/>"),
    });
    const { id } = z.looseObject({ id: z.string() }).parse(made.body);
    const site = wiki.sandbox.site("acme");
    const delivery = () =>
      site
        .state()
        .deliveries.find((one) => one.event === "page_created" && JSON.stringify(one.body).includes(id));
    await expect.poll(() => delivery()?.state).toBe("dropped");
    expect(delivery()?.tries).toHaveLength(1);
    expect(delivery()?.nextTryAt).toBeNull();
  });

  test("in answer to its own change, with the trace it sent along", async () => {
    const path = `/wiki/rest/api/content/${pageId}/label`;
    const trace = { "x-atlassian-webhook-trace": "trace-of-ours" };
    await app("POST", path, [{ prefix: "global", name: "traced" }], trace);
    await expect
      .poll(() => heard("label_added", "traced")[0]?.headers["x-atlassian-webhook-trace"])
      .toBe("trace-of-ours");
  });
});
