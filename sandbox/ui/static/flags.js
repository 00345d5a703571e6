const place = document.getElementById("flags");
const SIGNS = { success: "✓", error: "!", warning: "!", info: "i" };
const AUTO_CLOSE_MS = 8_000;

function button(words, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = words;
  one.addEventListener("click", act);
  return one;
}

/**
 * Shows a message in the corner. Texts are set as text: an app's words never become markup of the site.
 * `close: "auto"` takes it away after a while, but not under a pointer or the focus.
 */
export function showFlag({
  type = "info",
  title = "",
  body = "",
  actions = [],
  close = "manual",
  onClose = () => {},
}) {
  const flag = document.createElement("div");
  const kind = type in SIGNS ? type : "info";
  flag.className = `flag flag-${kind}`;
  flag.setAttribute("role", kind === "error" ? "alert" : "status");
  const sign = document.createElement("span");
  sign.className = "flag-sign";
  sign.textContent = SIGNS[kind];
  sign.setAttribute("aria-hidden", "true");
  const text = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = title;
  const words = document.createElement("p");
  words.textContent = body;
  text.append(strong, words);
  const end = () => {
    if (!flag.isConnected) return;
    flag.remove();
    onClose();
  };
  if (actions.length > 0) {
    const row = document.createElement("div");
    row.className = "buttons";
    row.append(...actions.map((action) => button(action.words, action.act)));
    text.append(row);
  }
  const cross = button("×", end);
  cross.className = "subtle";
  cross.setAttribute("aria-label", "Close message");
  flag.append(sign, text, cross);
  place.prepend(flag);
  const later = () => {
    if (flag.matches(":hover, :focus-within")) setTimeout(later, 2_000);
    else end();
  };
  if (close === "auto") setTimeout(later, AUTO_CLOSE_MS);
  return { close: end };
}
