// Exit this page: by a press, or by Shift three times with nothing else in between.
const link = document.querySelector("[data-exit]");
const status = document.querySelector("[data-exit-status]");
const PAUSE = 5000;

let presses = 0;
let timer;

function say(words) {
  status.textContent = words;
}

function count(n) {
  presses = n;
  if (n) link.dataset.presses = n;
  else delete link.dataset.presses;
}

function leave() {
  // The cover comes first: a slow network must not leave the page on show.
  document.documentElement.classList.add("is-leaving");
  const cover = document.createElement("div");
  cover.className = "exit-cover";
  cover.setAttribute("role", "alert");
  document.body.append(cover);
  cover.textContent = link.dataset.leaving;
  document.title = "…";
  location.replace(link.href);
}

function returned() {
  document.documentElement.classList.remove("is-leaving");
  document.querySelectorAll(".exit-cover").forEach((cover) => cover.remove());
  clearTimeout(timer);
  count(0);
  say("");
}

function pressed(event) {
  if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) {
    // A letter typed with Shift is writing, not a call for help.
    if (presses) {
      clearTimeout(timer);
      count(0);
      say("");
    }
    return;
  }
  if (event.repeat) return;
  clearTimeout(timer);
  count(presses + 1);
  if (presses >= 3) {
    leave();
    return;
  }
  say(presses === 1 ? link.dataset.pressedOnce : link.dataset.pressedTwice);
  timer = setTimeout(() => {
    count(0);
    say(link.dataset.timedOut);
  }, PAUSE);
}

if (link) {
  const title = document.title;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", pressed);
  addEventListener("pageshow", () => {
    document.title = title;
    returned();
  });
}
