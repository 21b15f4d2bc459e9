// The point that matters in a picture: press on it, or write where it is; the crops beside follow at once.
const AXES = ["x", "y"];

function enhance(place) {
  const picture = place.querySelector("[data-focal-picture]");
  const fields = AXES.map((axis) => document.getElementById(`focal_${axis}`));
  if (!fields.every(Boolean)) return;
  const followers = [picture.querySelector("[data-focal-mark]"), ...place.querySelectorAll(".crops__picture .picture__image")];

  function show() {
    fields.forEach((field, index) => {
      const share = Number(field.value);
      if (field.value === "" || !(share >= 0 && share <= 100)) return;
      for (const follower of followers) follower.style.setProperty(`--focal-${AXES[index]}`, `${share}%`);
    });
  }

  picture.classList.add("focal__picture--live");
  place.querySelector("[data-focal-hint]").hidden = false;
  picture.addEventListener("click", (event) => {
    const frame = picture.getBoundingClientRect();
    fields[0].value = Math.round(((event.clientX - frame.left) / frame.width) * 100);
    fields[1].value = Math.round(((event.clientY - frame.top) / frame.height) * 100);
    show();
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-focal]").forEach(enhance);
