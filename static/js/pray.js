// Praying without leaving the page, and a time zone that need not be looked for. Without scripts all of it works too.
// Some browsers still use names of yesterday.
const OLD_NAMES = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Rangoon": "Asia/Yangon",
  "Europe/Kiev": "Europe/Kyiv",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
};
const said = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = OLD_NAMES[said] ?? said;

for (const form of document.querySelectorAll("[data-prayed]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = form.querySelector("[data-prayed-said]");
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", redirect: "manual" });
      // A redirect is how the site says yes; the page it leads to is not needed here.
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
      words.textContent = "Thank you for praying. Nobody knows that it was you.";
    } catch {
      button.removeAttribute("aria-disabled");
      words.textContent = "That did not reach us. Please try once more in a minute.";
    }
  });
}

for (const form of document.querySelectorAll("[data-zone-form]")) {
  const hidden = form.querySelector("[data-zone]");
  const list = form.elements.time_zone;
  if (hidden) hidden.value = zone ?? "";
  // What the server chose is a guess; what a person chose, or sent once already, is not.
  if (zone && list instanceof HTMLSelectElement && !form.querySelector(".field--wrong")) {
    if (![...list.options].some((option) => option.value === zone)) {
      list.add(new Option(zone.split("/").at(-1).replaceAll("_", " "), zone));
    }
    list.value = zone;
  }
}
