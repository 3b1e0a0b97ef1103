/** The host of a page of its own: the state lives in the address, progress on this device. */
import { mount } from "./app.js";
import { fromAddress, initial, toAddress } from "./state.js";

const KEY = "lfrstats-explorer";

/** What this device kept, or nothing: storage may be off. */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return found && typeof found.address === "string" ? found.address : "";
  } catch {
    return "";
  }
}

function keep(state) {
  const { answers, step, lang } = state;
  const address = toAddress({ ...initial(), answers, step, lang });
  try {
    localStorage.setItem(KEY, JSON.stringify({ address }));
  } catch { /* storage is off: progress lasts as long as the page */ }
}

/** Start the explorer in an element. */
export function start(root, data) {
  const first = () => {
    const base = fromAddress(data.start ?? "");
    const wanted = location.hash.slice(1);
    return wanted ? fromAddress(wanted, base) : fromAddress(kept(), base);
  };
  let timer = 0, written = location.hash.slice(1);
  const app = mount(root, data, {
    start: first,
    link: (state) => `${location.href.split("#")[0]}#${toAddress(state)}`,
    changed(state) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        written = toAddress(state);
        document.documentElement.lang = state.lang;
        try { history.replaceState(null, "", `#${written}`); } catch { /* a page within a page */ }
        if (Object.keys(state.answers).length) keep(state);
      }, 250);
    },
  });
  document.documentElement.lang = app.state.lang;
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written) app.become(fromAddress(location.hash));
  });
  return app;
}
