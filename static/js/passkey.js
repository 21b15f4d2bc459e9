// Passkeys: asks the server for a question, lets the device answer it, and sends the form with the answer.
// Where the browser or the address cannot do it, the form stays hidden and the other ways remain.
const able = "PublicKeyCredential" in window && isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

document.querySelectorAll("[data-passkey]").forEach((form) => {
  if (!able) return;
  form.hidden = false;
  const said = form.querySelector("[data-passkey-status]");
  let busy = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    said.textContent = "Your device asks you now.";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      said.textContent =
        error.name === "InvalidStateError"
          ? "This device has a passkey for your account already."
          : "Nothing happened. You can try again, or use another way.";
      busy = false;
    }
  });
});
if (!able) document.querySelectorAll("[data-passkey-missing]").forEach((words) => (words.hidden = false));

async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) throw new Error("no question");
  const publicKey = readable(await answer.json());
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  return sendable(credential);
}

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    list?.forEach((one) => (one.id = bytes(one.id)));
  }
  return options;
}

function sendable({ id, rawId, type, response, authenticatorAttachment }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: Object.fromEntries(sent) };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
