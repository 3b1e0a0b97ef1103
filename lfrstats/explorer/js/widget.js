/** The host of a notebook: the setting lives in Python's model, and moves both ways. */
import { mount } from "./app.js";
import { fromAddress, toAddress } from "./state.js";

const KEYS = ["prevalence", "tpir", "fpir"];
const same = (a, b) => KEYS.every((key) => a[key] === b[key]) && a.faces === b.faces;

/** Draw the explorer for a widget's model; returns what takes it down. */
function render({ model, el }) {
  const root = document.createElement("div");
  el.append(root);
  const told = () => model.get("setting");
  const app = mount(root, model.get("data"), {
    start: (first) => withSetting(fromAddress(model.get("address"), first), told()),
    changed(state) {
      const { prevalence, tpir, fpir } = state.setting;
      const next = { prevalence, tpir, fpir, faces: state.faces };
      if (!same(next, told())) model.set("setting", next);
      model.set("address", toAddress(state));
      model.save_changes();
    },
  });
  const heard = () => {
    const { setting, faces } = app.state;
    if (!same({ ...setting, faces }, told())) app.become(withSetting(app.state, told()));
  };
  model.on("change:setting", heard);
  return () => { model.off("change:setting", heard); app.close(); };
}

/** A state with another setting and crowd. */
function withSetting(state, { prevalence, tpir, fpir, faces }) {
  const address = new URLSearchParams(toAddress(state));
  Object.entries({ b: prevalence, h: tpir, f: fpir, n: faces }).forEach(([key, value]) => address.set(key, String(value)));
  return fromAddress(address.toString(), state);
}

export default { render };
