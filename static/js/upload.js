// Sending pictures, made livelier: each file becomes a row with its words and its progress, and is sent by itself,
// one after the other, so that one that fails keeps nobody waiting. Without scripts the plain form does the same.
const SAY_WHAT = "Say what it shows, then send it.";
const TOO_HEAVY = "This file has more than 20 MB. Save it smaller.";
const REFUSED = "It could not be taken in. Reload the page, and sign in if you are asked to.";
const LOST = "The connection was lost. Send it again.";

function enhance(place) {
  const form = place.querySelector("form");
  const chooser = form.elements.file;
  const status = place.querySelector("[data-upload-status]");
  const pattern = place.querySelector("[data-upload-row]");
  const label = form.querySelector("[data-button-label]");
  const button = label.closest("button");
  const list = place.querySelector("[data-upload-rows]");
  const rows = [];
  let [sending, made] = [false, 0];

  list.hidden = false;
  place.querySelector("[data-upload-one]").remove();
  place.querySelector(".field__hint").textContent = place.dataset.hint;

  function say(row, words, wrong = false) {
    row.item.classList.toggle("upload__row--wrong", wrong);
    row.said.textContent = words;
    row.alt.setAttribute("aria-invalid", wrong);
  }

  const isTooHeavy = (row) => row.file.size > Number(place.dataset.most);
  const problemOf = (row) => (isTooHeavy(row) ? TOO_HEAVY : row.alt.value.trim() ? "" : SAY_WHAT);

  function count() {
    const left = rows.filter((row) => !row.done).length;
    label.textContent = left > 1 ? `Send ${left} pictures` : "Send";
  }

  function add(file) {
    const item = pattern.content.cloneNode(true).firstElementChild;
    const find = (name) => item.querySelector(`[data-${name}]`);
    const row = { file, item };
    for (const part of ["alt", "credit", "progress", "said", "remove"]) row[part] = find(part);
    made += 1;
    row.said.id = `said-${made}`;
    row.alt.setAttribute("aria-describedby", row.said.id);
    for (const part of ["alt", "credit"]) {
      row[part].id = `${part}-${made}`;
      row[part].previousElementSibling.htmlFor = row[part].id;
    }
    row.progress.setAttribute("aria-label", `How much of ${file.name} is sent`);
    find("name").textContent = file.name;
    row.remove.setAttribute("aria-label", `Leave out ${file.name}`);
    row.remove.addEventListener("click", () => {
      if (sending) return;
      rows.splice(rows.indexOf(row), 1);
      item.remove();
      count();
      chooser.focus();
    });
    rows.push(row);
    list.append(item);
    if (isTooHeavy(row)) say(row, TOO_HEAVY, true);
    preview(file, find("preview"));
  }

  async function send(row) {
    const data = new FormData();
    data.set("csrf_token", form.elements.csrf_token.value);
    data.set("file", row.file);
    for (const part of ["alt", "credit"]) data.set(part, row[part].value);
    row.progress.hidden = false;
    const answer = await post(form.action, data, (share) => {
      row.progress.value = share;
      if (share === 1) say(row, "Sent. It is being made ready …");
    });
    row.progress.hidden = true;
    if (answer.problems.length) return say(row, answer.problems.join(" "), true);
    row.done = row.alt.readOnly = row.credit.readOnly = true;
    row.remove.remove();
    say(row, answer.is_new ? "It is here." : "It was here already, with the words it has.");
    return row.said.append(" ", link(answer.href, "See it"));
  }

  async function sendAll() {
    const waiting = rows.filter((row) => !row.done);
    for (const row of waiting) say(row, problemOf(row), Boolean(problemOf(row)));
    const wrong = waiting.find((row) => problemOf(row));
    if (wrong) return wrong.alt.focus();
    sending = true;
    button.setAttribute("aria-disabled", "true");
    for (const row of waiting) {
      status.textContent = `Sending ${rows.indexOf(row) + 1} of ${rows.length}.`;
      await send(row);
    }
    sending = false;
    button.removeAttribute("aria-disabled");
    count();
    const left = rows.filter((row) => !row.done);
    status.textContent = left.length ? `${rows.length - left.length} of ${rows.length} are here. Look at the others again.` : "Every picture is here. ";
    return left.length ? left[0].alt.focus() : status.append(link(place.dataset.all, "See all pictures"));
  }

  chooser.addEventListener("change", () => {
    for (const file of chooser.files) add(file);
    chooser.value = "";
    count();
    rows.find((row) => !row.alt.value)?.alt.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return null;
    if (rows.some((row) => !row.done)) return sendAll();
    status.textContent = rows.length ? "These are here. Choose more, or look at them." : "Choose a picture first.";
    return chooser.focus();
  });

  addEventListener("beforeunload", (event) => sending && event.preventDefault());
}

const link = (href, textContent) => Object.assign(document.createElement("a"), { href, textContent });

// Drawn, not shown as an address: the page allows no pictures but ours.
async function preview(file, canvas) {
  // What the browser cannot read, the server will speak about.
  const drawn = await createImageBitmap(file).catch(() => null);
  if (!drawn) return;
  const scale = Math.max(canvas.width / drawn.width, canvas.height / drawn.height);
  const [width, height] = [drawn.width * scale, drawn.height * scale];
  canvas.getContext("2d").drawImage(drawn, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  drawn.close();
}

function post(url, data, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const fail = (words) => resolve({ problems: [words] });
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => fail(LOST);
    request.onload = () => {
      if (request.response?.problems) resolve(request.response);
      else fail(request.status === 413 ? TOO_HEAVY : REFUSED);
    };
    request.send(data);
  });
}

document.querySelectorAll("[data-upload]").forEach(enhance);
