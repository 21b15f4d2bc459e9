/* Draws the table beside it as a stacked bar chart. Without this script the table says the same. */
const root = getComputedStyle(document.documentElement);
const token = (name) => root.getPropertyValue(name).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

/* Two hues, told apart by pattern too: the first is plain, the second is striped. */
function striped(colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = token("--raised");
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour;
  pen.lineWidth = 3;
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1).filter((cell) => cell.dataset.series !== undefined);
  const rows = [...table.tBodies[0].rows];
  return {
    labels: rows.map((row) => row.cells[0].dataset.short ?? row.cells[0].textContent.trim()),
    words: rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    series: heads.map((head) => ({
      label: head.textContent.trim(),
      column: head.cellIndex,
      data: rows.map((row) => Number(row.cells[head.cellIndex].dataset.value)),
    })),
  };
}

function draw(figure) {
  const table = figure.querySelector("table");
  const { labels, words, series } = read(table);
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${table.caption.textContent.trim()}. The table below says the same.`);
  figure.querySelector("[data-chart-place]").append(canvas);
  const inks = [token("--action"), token("--link")];
  const ink = token("--ink-quiet");
  const text = { color: ink, font: { family: "system-ui, sans-serif", size: 12 } };
  new Chart(canvas, {
    type: "bar",
    data: {
      labels,
      datasets: series.map((one, number) => ({
        label: one.label,
        data: one.data,
        backgroundColor: number === 1 ? striped(inks[1]) : inks[0],
        borderColor: inks[number % 2],
        borderWidth: 1,
        maxBarThickness: 28,
      })),
    },
    options: {
      animation: still ? false : { duration: 200 },
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, ticks: { ...text, maxRotation: 0, autoSkipPadding: 12 } },
        y: { stacked: true, beginAtZero: true, grid: { color: token("--hairline") }, ticks: { ...text, maxTicksLimit: 5 } },
      },
      plugins: {
        legend: { display: series.length > 1, labels: { color: token("--ink"), font: text.font, boxWidth: 14 } },
        tooltip: {
          callbacks: { label: (item) => `${item.dataset.label}: ${words[item.dataIndex][series[item.datasetIndex].column]}` },
        },
      },
    },
  });
}

for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
