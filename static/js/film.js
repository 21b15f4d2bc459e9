/* A film is fetched when somebody presses its button, and not a moment before. */
function enhance(part) {
  const button = part.querySelector("[data-film-play]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "film__frame";
    frame.src = part.dataset.film;
    frame.title = part.querySelector(".film__title").textContent;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin"; /* the player asks which site it is on, and is told no more than that */
    part.querySelector(".film__cover").replaceWith(frame);
    button.remove();
    frame.focus();
  });
}

document.querySelectorAll("[data-film]").forEach(enhance);
