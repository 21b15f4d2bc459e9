// Sharing: the device’s own sheet where it has one, and a copied link that says so.
for (const block of document.querySelectorAll("[data-share]")) {
  const { url, title } = block.dataset;
  const said = block.querySelector("[data-share-status]");

  const offer = (selector, action) => {
    const item = block.querySelector(selector);
    item.hidden = false;
    item.querySelector("button").addEventListener("click", action);
  };

  if (navigator.clipboard) {
    offer("[data-share-copy]", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = "The link is copied.";
      } catch {
        said.textContent = "The link could not be copied. You can select it above.";
      }
    });
  }

  if (navigator.share) {
    // Closing the sheet is not an error.
    offer("[data-share-native]", () => navigator.share({ url, title }).catch(() => {}));
  }
}
