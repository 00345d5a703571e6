import "./forms.js";
import "./refresh.js";
import "./drawer.js";
import { embedAll } from "./app-frames.js";

const root = document.documentElement;
const themeSwitch = document.getElementById("theme-switch");

function isDark() {
  return root.getAttribute("data-color-mode") === "dark";
}

function showTheme() {
  themeSwitch.setAttribute("aria-pressed", String(isDark()));
}

// Apps follow by themselves: the bridge watches these attributes of the page.
themeSwitch.addEventListener("click", () => {
  const mode = isDark() ? "light" : "dark";
  root.setAttribute("data-color-mode", mode);
  localStorage.setItem("sandbox-theme", mode);
  showTheme();
});
showTheme();

const WIDTHS = [300, 340, 400];
function setWidth(width) {
  root.style.setProperty("--panel-width", `${width}px`);
  for (const one of document.querySelectorAll("[data-panel-width]")) one.textContent = `${width} px`;
}
setWidth(Number(localStorage.getItem("sandbox-panel-width")) || 340);
document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-panel-width]");
  if (control === null) return;
  const next = WIDTHS[(WIDTHS.indexOf(Number.parseInt(control.textContent, 10)) + 1) % WIDTHS.length];
  localStorage.setItem("sandbox-panel-width", String(next));
  setWidth(next);
});

embedAll();
