// While the worker is at it: fetch the page quietly and show how far it is; load it anew when the work is done.
const EVERY = 1500;

async function look(place) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-work]");
      if (!fresh) {
        location.reload();
        return;
      }
      const [bar, now] = [place, fresh].map((one) => one.querySelector("progress"));
      if (now.hasAttribute("max")) bar.max = now.max;
      if (now.hasAttribute("value")) bar.value = now.value;
      const [said, says] = [place, fresh].map((one) => one.querySelector("[role=status]"));
      if (said.textContent !== says.textContent) said.textContent = says.textContent;
    }
  } catch {
    // No connection for a moment: the next look may find one.
  }
  setTimeout(() => look(place), EVERY);
}

const place = document.querySelector("[data-work]");
if (place) setTimeout(() => look(place), EVERY);
