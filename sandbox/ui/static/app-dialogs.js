const WIDTHS = {
  small: "400px",
  medium: "600px",
  large: "800px",
  "x-large": "968px",
  xlarge: "968px",
  maximum: "96vw",
  fullscreen: "100vw",
};
const HEIGHTS = {
  small: "200px",
  medium: "300px",
  large: "400px",
  "x-large": "600px",
  xlarge: "600px",
  maximum: "90vh",
  fullscreen: "100vh",
};

function size(value, fallback) {
  if (value === undefined || value === null) return fallback;
  return /^\d+$/.test(String(value)) ? `${value}px` : String(value);
}

/** Dialogs of apps: the browser's own modal dialog, with the app's frame inside and the buttons it asked for. */
export function createDialogs(embed) {
  const open = [];
  const top = () => open[open.length - 1];
  const action = (identifier) => top()?.buttons.get(identifier);

  function close() {
    const one = open.pop();
    if (one === undefined) return;
    one.element.close();
    // Taking the frame out of the page is what ends its side of the bridge.
    one.element.remove();
    one.opener?.focus();
  }

  function makeButton(given, buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = given.text;
    button.disabled = given.disabled === true;
    button.hidden = given.hidden === true;
    if (given.type === "primary") button.className = "primary";
    button.addEventListener("click", () => {
      given.onClick();
      // An app may keep the dialog open after its own buttons; Cancel always ends it.
      if (given.identifier === "cancel") close();
    });
    buttons.set(given.identifier, button);
    return button;
  }

  function drawHead(options, buttons) {
    const head = document.createElement("header");
    const title = document.createElement("h2");
    title.textContent = typeof options.header === "string" ? options.header : (options.header?.value ?? "");
    const row = document.createElement("div");
    row.className = "buttons";
    row.append(...options.actions.map((one) => makeButton(one, buttons)));
    head.append(title, row);
    return head;
  }

  function create(options, extension) {
    const element = document.createElement("dialog");
    element.className = "app-dialog";
    element.style.width = options.size ? (WIDTHS[options.size] ?? "600px") : size(options.width, "50vw");
    const box = document.createElement("div");
    box.className = "app-dialog-body";
    box.style.height = options.size ? (HEIGHTS[options.size] ?? "300px") : size(options.height, "50vh");
    const buttons = new Map();
    if (options.chrome) element.append(drawHead(options, buttons));
    else element.setAttribute("aria-label", "App dialog");
    element.append(box);
    element.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (options.closeOnEscape !== false) close();
    });
    const frame = document.getElementById(extension.callback_extension_id);
    const around = frame?.parentElement?.dataset ?? {};
    const where = {
      app: extension.addon_key,
      module: extension.key,
      issue: around.issue,
      issueId: around.issueId,
      page: around.page,
    };
    open.push({ element, buttons, addonKey: extension.addon_key, opener: document.activeElement });
    document.body.append(element);
    element.showModal();
    const more = {
      ...extension.options,
      isDialog: true,
      dialogId: options.id,
      callbackExtensionId: extension.callback_extension_id,
    };
    embed(box, where, more).catch((error) => {
      box.textContent = `The dialog could not be shown: ${error.message}`;
      box.classList.add("wrong");
    });
  }

  return {
    create,
    close,
    isActiveDialog: (addonKey) => top()?.addonKey === addonKey,
    setButtonDisabled(identifier, disabled) {
      const button = action(identifier);
      if (button !== undefined) button.disabled = disabled;
    },
    isButtonDisabled: (identifier) => action(identifier)?.disabled ?? false,
    toggleButton(identifier) {
      const button = action(identifier);
      if (button !== undefined) button.disabled = !button.disabled;
    },
    setButtonHidden(identifier, hidden) {
      const button = action(identifier);
      if (button !== undefined) button.hidden = hidden;
    },
    isButtonHidden: (identifier) => action(identifier)?.hidden ?? false,
    createButton(given) {
      if (top() === undefined) return;
      top()
        .element.querySelector("header .buttons")
        ?.append(makeButton({ onClick() {}, ...given }, top().buttons));
    },
  };
}
