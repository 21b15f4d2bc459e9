// Pray now: the arrow keys and the space bar move on and back, one thing at a time.
const steps = [...document.querySelectorAll(".now__step")];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const ON = ["ArrowDown", "ArrowRight", "PageDown"];
const BACK = ["ArrowUp", "ArrowLeft", "PageUp"];

function here() {
  const middle = innerHeight / 2;
  return steps.findIndex((step) => {
    const box = step.getBoundingClientRect();
    return box.top <= middle && box.bottom > middle;
  });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const by = ON.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
  const to = steps[here() + by];
  // A long point is read to its end before the keys leave it.
  if (!by || !to || steps[here()].offsetHeight > innerHeight + 1) return;
  event.preventDefault();
  to.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
});
