import { createDialogs } from "./app-dialogs.js";
import { showFlag } from "./flags.js";

function dimension(value) {
  return typeof value === "number" || /^\d+(\.\d+)?$/.test(String(value)) ? `${value}px` : String(value);
}

const onUnmount = new Map();

/** Sizes of frames. The width belongs to the page: an app's wish for one is heard only for its height. */
const addon = {
  resize(width, height, context) {
    const frame = document.getElementById(context.extension_id);
    if (frame === null || context.extension.options.isDialog || frame.closest(".app-page") !== null) return;
    frame.style.height = dimension(height);
  },
  sizeToParent(hideFooter, context) {
    document.getElementById(context.extension_id)?.classList.add("full-size");
  },
  registerUnmountCallback(end, context) {
    onUnmount.set(context.extension_id, [...(onUnmount.get(context.extension_id) ?? []), end]);
  },
};

const flag = {
  create({ id, title, body, actions, onClose, type, close }) {
    return showFlag({
      title,
      body,
      type,
      close,
      actions: actions.map(({ actionText, executeAction }) => ({ words: actionText, act: executeAction })),
      onClose: () => onClose(id),
    });
  },
};

/** Gives the bridge what only the page can do: size frames, show flags, open dialogs. */
export function registerProviders(embed) {
  const host = window.connectHost;
  const register = (name, provider) =>
    host.getFrameworkAdaptor().registerModule({
      getModuleRegistrationName: () => name,
      isEnabled: () => true,
      getProvider: () => provider,
    });
  host.registerProvider("addon", addon);
  register("flag", flag);
  register("dialog", createDialogs(embed));
}
