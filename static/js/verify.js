// Checking a receipt: the code printed on it leads here with number and code behind the #, which stays in the browser.
const form = document.querySelector("[data-check]");
const [, number, code] = location.hash.match(/^#([\w-]{1,40})\.(\w{1,40})$/) ?? [];

if (form && number) {
  form.elements.number.value = number;
  form.elements.code.value = code;
  // Whoever looks at the address or the history afterwards learns nothing.
  history.replaceState(null, "", location.pathname);
  form.querySelector("[data-submit]").focus();
}
document.querySelector("[data-error-summary]")?.focus();
