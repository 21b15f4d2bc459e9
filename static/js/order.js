/* The order of a list: drag a row by its handle, or move it with its buttons without leaving the place. */
function enhance(list) {
  const said = document.querySelector("[data-order-said]");
  const rows = () => [...list.children];
  let saving = Promise.resolve();

  function settle() {
    const all = rows();
    all.forEach((row, place) => {
      row.querySelector('[value="up"]').disabled = place === 0;
      row.querySelector('[value="down"]').disabled = place === all.length - 1;
    });
  }

  /* One after the other, so that the last order seen is the last one saved. */
  function save(row) {
    const body = new URLSearchParams({ csrf_token: list.dataset.token });
    rows().forEach((each) => body.append("tier", each.dataset.id));
    const place = rows().indexOf(row) + 1;
    saving = saving
      .then(() => fetch(list.dataset.order, { method: "POST", body, redirect: "manual" }))
      .then((answer) => {
        if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
        said.textContent = `${row.dataset.name} is now number ${place} of ${rows().length}.`;
      })
      .catch(() => location.reload());
  }

  list.addEventListener("submit", (event) => {
    const button = event.submitter;
    const row = button?.closest("[data-id]");
    const other = button?.value === "up" ? row?.previousElementSibling : row?.nextElementSibling;
    if (!row || !other) return;
    event.preventDefault();
    if (button.value === "up") other.before(row);
    else other.after(row);
    settle();
    if (button.disabled) row.querySelector("[name=move]:enabled")?.focus();
    else button.focus();
    save(row);
  });

  rows().forEach((row) => {
    const handle = document.createElement("span");
    handle.className = "tiers__handle";
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag to change the order";
    row.prepend(handle);
    drag(list, row, handle, () => { settle(); save(row); });
  });
}

/* The page listens, not the handle: a row that changes its place loses hold of the pointer. */
function drag(list, row, handle, done) {
  handle.addEventListener("pointerdown", (start) => {
    if (start.button) return;
    start.preventDefault();
    const before = row.nextElementSibling;
    const drop = new AbortController();
    row.classList.add("tiers__row--held");

    function move(event) {
      const over = [...list.children].find((each) => {
        const box = each.getBoundingClientRect();
        return each !== row && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(row);
      else over.after(row);
    }

    function end() {
      drop.abort();
      row.classList.remove("tiers__row--held");
      if (row.nextElementSibling !== before) done();
    }

    document.addEventListener("pointermove", move, { signal: drop.signal });
    document.addEventListener("pointerup", end, { signal: drop.signal });
    document.addEventListener("pointercancel", end, { signal: drop.signal });
  });
}

document.querySelectorAll("[data-order]").forEach(enhance);
