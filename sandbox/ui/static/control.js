/** Steers the sandbox. Answers what was wrong, in words, or nothing. */
export async function control(method, path, body) {
  const answer = await fetch(`/_sandbox/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return answer.ok ? "" : ((await answer.json()).errorMessages ?? ["That did not work."]).join(" ");
}

export async function readControl(path) {
  const answer = await fetch(`/_sandbox/${path}`);
  return answer.json();
}

export function element(name, className, ...inner) {
  const one = document.createElement(name);
  if (className !== "") one.className = className;
  one.append(...inner.filter((part) => part !== null));
  return one;
}
