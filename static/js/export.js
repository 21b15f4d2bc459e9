// Shows how far an export has come. Without this script the browser downloads the same file by itself.
const form = document.querySelector("[data-export]");
const LINE = 10;

function lines(bytes) {
  let found = 0;
  for (let at = bytes.indexOf(LINE); at >= 0; at = bytes.indexOf(LINE, at + 1)) found += 1;
  return found;
}

function nameOf(answer) {
  return /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "gifts.csv";
}

function save(parts, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function run(bar, say) {
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  if (answer.redirected) {
    location.assign(answer.url); // whoever has to show again that it is them does so first, and comes back
    return;
  }
  if (!answer.ok) throw new Error(answer.statusText);
  const whole = Number(answer.headers.get("X-Gifts"));
  if (whole) bar.max = whole;
  const parts = [];
  const reader = answer.body.getReader();
  let written = -1; // the first line names the columns
  let told = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    written += lines(piece.value);
    if (whole) bar.value = Math.max(written, 0);
    if (performance.now() - told > 1000) {
      told = performance.now();
      say(`${written.toLocaleString("en-US")} gifts so far …`);
    }
  }
  bar.max = bar.value = Math.max(written, 1);
  say(`Done: ${written.toLocaleString("en-US")} gifts. The file is among your downloads.`);
  save(parts, nameOf(answer));
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = form.querySelector("[data-export-progress]");
  const said = form.querySelector("[data-export-said]");
  const button = form.querySelector("button[type=submit]");
  place.hidden = false;
  button.setAttribute("aria-disabled", "true");
  try {
    await run(form.querySelector("[data-export-bar]"), (words) => { said.textContent = words; });
  } catch {
    said.textContent = "The connection broke off, so the file is not whole. Please export once more.";
  }
  button.removeAttribute("aria-disabled");
});
