// The give form, made livelier: it adds up while one chooses, sends once, and leads to what needs mending.
const EACH = { month: " a month", year: " a year" };

function enhance(form) {
  const { unit, currency, minimum, basisPoints, fixed } = form.dataset;
  const read = reader(Number(unit));
  const show = writer(Number(unit), currency);
  const other = form.querySelector('[name="tier"][value="other"]');
  const amount = form.elements.amount;
  const label = form.querySelector("[data-button-label]");
  const plainLabel = label.textContent;
  const line = form.querySelector("[data-cover-line]");
  const plainLine = line.textContent;
  const total = form.querySelector("[data-total]");
  const wait = form.querySelector("[data-wait]");
  const button = form.querySelector("[data-submit]");
  let sending = false;

  function chosen() {
    const tier = form.querySelector('[name="tier"]:checked');
    if (!tier) return null;
    if (tier !== other) return Number(tier.dataset.amount);
    const minor = read(amount.value);
    return minor !== null && minor >= Number(minimum) ? minor : null;
  }

  function update() {
    const gift = chosen();
    if (gift === null) {
      line.textContent = plainLine;
      label.textContent = plainLabel;
      total.hidden = true;
      return;
    }
    const each = EACH[form.elements.interval.value] ?? "";
    const added = cover(gift, Number(basisPoints), Number(fixed));
    const covers = form.elements.cover_fee.checked;
    const pays = covers ? gift + added : gift;
    line.textContent = `This adds ${show(added)}${each}, so that all ${show(gift)} arrives.`;
    label.textContent = `Continue to pay ${show(pays)}${each}`;
    total.textContent = covers ? `Your gift of ${show(gift)} and ${show(added)} for the fee: ${show(pays)}${each}.` : "";
    total.hidden = !covers;
  }

  function settle() {
    sending = false;
    button.removeAttribute("aria-disabled");
    wait.textContent = "";
    update();
  }

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  if (other) {
    form.classList.add("give--hides-amount");
    amount.addEventListener("focus", () => {
      if (other.checked) return;
      other.checked = true;
      update();
    });
    // Arrow keys click too, but they walk on through the tags: only a press moves into the field.
    other.addEventListener("click", (event) => {
      if (event.detail) setTimeout(() => amount.focus());
    });
  }

  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    button.setAttribute("aria-disabled", "true");
    wait.textContent = "One moment. The payment page is opening.";
  });
  // The Back button may show this page as it was left: waiting.
  addEventListener("pageshow", settle);
  settle();
}

// Money in whole minor units, read and shown as the server does. No amount is ever a fraction.
function reader(unit) {
  const places = String(unit).length - 1;
  const shape = new RegExp(`^(\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.(\\d{1,${places || 1}}))?$`);

  return (typed) => {
    const parts = shape.exec(typed.replace(/^\s*(?:US)?[$€£¥]|\s/g, ""));
    if (!parts || (parts[2] && !places)) return null;
    const minor = Number(parts[1].replaceAll(",", "") + (parts[2] ?? "").padEnd(places, "0"));
    return minor > 0 && minor <= 99_999_999 ? minor : null;
  };
}

function writer(unit, currency) {
  const places = String(unit).length - 1;
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return (minor) => format.format(minor / unit);
}

// The smallest addition after which the whole gift is left when the card company has taken its fee.
function cover(gift, basisPoints, fixed) {
  const rest = 10_000 - basisPoints;
  const over = ((gift + fixed) * 10_000) % rest;
  const gross = ((gift + fixed) * 10_000 - over) / rest + (over ? 1 : 0);
  return gross - gift;
}

document.querySelectorAll("[data-give]").forEach(enhance);
// After the browser has gone to #give, or it would take the focus away again.
addEventListener("pageshow", () => document.querySelector("[data-error-summary]")?.focus());
