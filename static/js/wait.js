// While a payment is being confirmed: ask quietly, and show the page anew only when there is news.
const waiting = document.querySelector("[data-wait-seconds]");
const PATIENCE = 75;

async function ask(times) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok && !(await answer.text()).includes("data-wait-seconds")) {
      location.reload();
      return;
    }
  } catch {
    // No connection for a moment: the next try may find one.
  }
  if (times > 1) later(times - 1);
}

function later(times) {
  setTimeout(() => ask(times), Number(waiting.dataset.waitSeconds) * 1000);
}

if (waiting) later(PATIENCE);
