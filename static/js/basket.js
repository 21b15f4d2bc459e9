// The basket, made livelier: when a number or a rhythm changes, the server adds up afresh, and the sums on the page follow.
const PARTS = ["[data-sums]", ".basket__lines"];

const isWatched = ({ name }) => /^(quantity-|once-)/.test(name) || name === "interval" || name === "cover_fee";
const isChanged = (field) => (/radio|checkbox/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

function enhance(form) {
  let asked = 0;

  const byHand = (needed) => (form.querySelector("[data-by-hand]").hidden = !needed);

  async function update(name) {
    const mine = ++asked;
    const answer = await fetch(form.dataset.update, { method: "POST", body: new FormData(form) });
    if (mine !== asked) return;
    if (!answer.ok) return byHand(true);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    const told = fresh.querySelector(".basket__changes");
    // Where something is told or nothing is left, the whole page has to be seen.
    if (told || !fresh.querySelector("[data-basket]")) return form.querySelector("[name=update]").click();
    replace(fresh, name === "cover_fee" ? PARTS.slice(0, 1) : PARTS);
    byHand(false);
  }

  // What somebody is typing at this moment stays as they have typed it; it is sent when they are done.
  function replace(fresh, parts) {
    const { id, value, type } = document.activeElement ?? {};
    for (const part of parts) form.querySelector(part).replaceWith(fresh.querySelector(part));
    const again = id && document.getElementById(id);
    if (!again) return;
    again.focus();
    if (type !== "number" || value === again.value) return;
    again.value = value;
    again.addEventListener("blur", () => follow(again.name), { once: true });
  }

  const follow = (name) => update(name).catch(() => byHand(true));

  byHand(false);
  form.addEventListener("change", ({ target }) => isWatched(target) && follow(target.name));
  // Whoever was quicker than this script, or comes back to a form that the browser has kept, is not forgotten.
  if ([...form.elements].some((field) => isWatched(field) && isChanged(field))) follow();
}

document.querySelectorAll("[data-basket]").forEach(enhance);
addEventListener("pageshow", () => document.querySelector("[data-error-summary]")?.focus());
