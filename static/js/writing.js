/* Keeps what one types, by itself, a little after each change; and puts pictures where the cursor is. */
const PAUSE = 2500;

function keepTyped(part) {
  const form = part.querySelector("form");
  const said = part.querySelector("[data-autosave-said]");
  let waiting = 0;
  let sending = false;

  async function keep() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await fetch(part.dataset.autosave, { method: "POST", body });
      said.textContent = answer.ok ? await answer.text() : "Not kept just now. Save when you can.";
    } catch {
      said.textContent = "Not kept: the site is away. Save when you can.";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => sending || keep(), PAUSE);
  });
  form.addEventListener("submit", () => {
    sending = true; /* what is being saved needs not be kept as well */
    clearTimeout(waiting);
  });
}

function putIn(button) {
  const box = document.querySelector("[data-markdown] textarea");
  button.hidden = false;
  button.addEventListener("click", () => {
    const words = `\n\n${button.dataset.insert}\n\n`;
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
}

document.querySelectorAll("[data-autosave]").forEach(keepTyped);
document.querySelectorAll("[data-insert]").forEach(putIn);
