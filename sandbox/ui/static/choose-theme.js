// Runs before the first paint, so that a dark page never flashes white.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("sandbox-theme");
  } catch {
    // A browser without storage follows the system.
  }
  const dark = chosen === null ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
  document.documentElement.setAttribute("data-color-mode", dark ? "dark" : "light");
}
