import { describe, expect, test } from "vitest";
import { safePath } from "../../sandbox/ui/form-body.ts";
import { html } from "../../sandbox/ui/html.ts";
import { adfToHtml } from "../../sandbox/ui/rich-text/adf-to-html.ts";
import { storageToHtml } from "../../sandbox/ui/rich-text/storage-to-html.ts";
import type { Json } from "../../sandbox/state.ts";

function drawAdf(...content: Json[]): string {
  return adfToHtml({ type: "doc", version: 1, content }).toString();
}

describe("the template", () => {
  test("escapes every value, in text, in attributes and in lists", () => {
    const bad = `"><img src=x onerror='x'>&`;
    expect(html`<a title="${bad}">${[bad]}</a>`.toString()).not.toMatch(/<img|['"]x/);
    expect(html`${bad}`.toString()).toBe("&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;");
  });

  test("leaves no trace of nothing, and keeps what is markup already", () => {
    expect(html`<p>${null}${undefined}${false}${0}${html`<b>1</b>`}</p>`.toString()).toBe("<p>0<b>1</b></p>");
  });
});

describe("an issue's rich text", () => {
  test("is drawn with its marks, lists and code", () => {
    const item = {
      type: "listItem",
      content: [{ type: "paragraph", content: [{ type: "text", text: "one" }] }],
    };
    expect(drawAdf({ type: "bulletList", content: [item] }).replace(/>\s+</g, "><")).toBe(
      "<ul><li><p>one</p></li></ul>",
    );
    const strong = { type: "text", text: "now", marks: [{ type: "strong" }] };
    expect(drawAdf({ type: "paragraph", content: [strong] })).toBe("<p><strong>now</strong></p>");
  });

  test.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "vbscript:x",
  ])("never links to %s", (href) => {
    const text = { type: "text", text: "here", marks: [{ type: "link", attrs: { href } }] };
    expect(drawAdf({ type: "paragraph", content: [text] })).toBe("<p>here</p>");
  });

  test("names a node it does not know and shows the text of what lies inside one", () => {
    expect(drawAdf({ type: "<script>" })).toBe('<span class="unknown">[&lt;script&gt;]</span>');
    expect(drawAdf({ type: "layoutSection", content: [{ type: "text", text: "<b>" }] })).toBe("&lt;b&gt;");
  });
});

describe("a page's storage format", () => {
  test("keeps headings, tables, code macros and entities", () => {
    const code =
      '<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">js</ac:parameter><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>';
    expect(storageToHtml(`<h2>A&nbsp;B</h2>${code}`).toString()).toBe(
      '<h2>A B</h2><pre tabindex="0"><code>a &lt; b</code></pre>',
    );
  });

  test.each([
    "<script>alert(1)</script>",
    '<p onclick="x()">x</p>',
    "<p/onclick=x>y</p>",
    '<img src="x" onerror="x()"/>',
    "<svg><script>x</script></svg>",
    '<a href="javascript:x">x</a>',
    '<a href="java&#115;cript:x">x</a>',
    '<iframe src="http://evil.example"></iframe>',
    "<![CDATA[<script>x</script>]]>",
    '<p style="position:fixed">x</p>',
    '<ac:structured-macro ac:name="&lt;script&gt;"></ac:structured-macro>',
  ])("draws %s without anything that runs", (storage) => {
    const drawn = storageToHtml(storage).toString();
    expect(drawn).not.toMatch(
      /<(script|img|svg|iframe)|<[^>]*\s(on\w+|style|src)\s*=|href="(?!https?:|mailto:|\/)/i,
    );
  });

  test("closes what the page left open, and drops what it closed too often", () => {
    expect(storageToHtml("<p><strong>x</p></div>").toString()).toBe("<p><strong>x</strong></p>");
  });
});

test("a way back leads only into the site", () => {
  expect(
    ["/browse/A-1?x=1", "//evil.example", "/\\evil.example", "http://evil.example", ""].map(safePath),
  ).toEqual(["/browse/A-1?x=1", "/", "/", "/", "/"]);
});
