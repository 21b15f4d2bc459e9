/* Shows what Markdown will look like while one types; the site makes it, so it is what readers get. */
const PAUSE = 400;

function enhance(part) {
  const box = part.querySelector("textarea");
  const live = part.querySelector("[data-markdown-live]");
  let waiting = 0;
  let asked = 0;

  async function show() {
    const number = ++asked;
    const body = new URLSearchParams({ csrf_token: part.dataset.token, text: box.value });
    try {
      const answer = await fetch(part.dataset.markdown, { method: "POST", body });
      if (!answer.ok || number !== asked) return;
      live.innerHTML = await answer.text();
      live.hidden = !box.value.trim();
    } catch {
      live.hidden = true; /* away for a moment: the button still shows it */
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  if (box.value.trim()) show();
}

document.querySelectorAll("[data-markdown]").forEach(enhance);

/* What was asked for, or what went wrong, is where one goes on. */
document.querySelector("[data-error-summary]")?.focus();
