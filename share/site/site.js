// Charts, sorting, and the mark of a site that nobody renews.
"use strict";
(() => {
const INK = INK_OF_THE_BUILD;
const DAY = 864e5;
const dark = matchMedia("(prefers-color-scheme: dark)");

const day = moment => Math.floor(moment / DAY);
const {built, silentAfter} = document.documentElement.dataset;
if (day(Date.now()) - day(Date.parse(built)) > Number(silentAfter)) document.getElementById("silent").hidden = false;

// The mark that was clicked, found as views/components.py finds it; null for one without rows.
function chosen(data, point) {
  const trace = data.figure.data[point.curveNumber];
  const [axis, shown] = trace.orientation === "h" ? [trace.y, point.y] : [trace.x, point.x];
  // As given: of bars next to each other Plotly says the place of the bar, days off.
  const place = String(Array.isArray(axis) ? axis[point.pointIndex] : shown);
  const day = " T".includes(place.charAt(10)) ? place.slice(0, 10) : place;
  const row = typeof point.y === "string" ? point.y : "";
  const series = ["", row, String(trace.name || ""), String(point.curveNumber)];
  for (const at of [place, day, ""]) {
    const here = data.marks.filter(mark => mark.at === at && series.includes(mark.series));
    if (here.length) return here.find(mark => mark.series) || here[0];
  }
  return null;
}

function draw(element, isDark) {
  const text = document.querySelector(`[data-chart="${element.id}"]`).textContent;
  const colored = words => words.replace(/#fe00[0-9a-f]{2}/g, name => INK[name][isDark ? 1 : 0]);
  const data = JSON.parse(text, (_, value) => typeof value === "string" ? colored(value) : value);
  const config = {displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false};
  Plotly.react(element, data.figure.data, {...data.figure.layout, autosize: true}, config);
  if (element.dataset.drawn) return;
  element.dataset.drawn = "yes";
  const up = document.querySelector('script[src$="site.js"]').getAttribute("src").replace("site.js", "");
  element.on("plotly_click", event => {
    const mark = chosen(data, event.points[0]);
    if (!mark) return;
    const link = document.createElement("a");  // followed as any other link of the page
    link.href = up + mark.href;
    document.body.append(link);
    link.click();
  });
}

// A chart behind a fold has no width until it is opened.
function drawAll(isDark = dark.matches && !matchMedia("print").matches) {
  for (const element of document.querySelectorAll(".chart")) {
    if (!element.closest("details:not([open])")) draw(element, isDark);
  }
}
if (window.Plotly) {
  drawAll();
  document.addEventListener("toggle", () => drawAll(), true);
  dark.addEventListener("change", () => drawAll());
  addEventListener("beforeprint", () => drawAll(false));
  addEventListener("afterprint", () => drawAll());
}

const UNKNOWN = new Set(["", "–", "not known"]);
const NUMBER = /^([−+-]?)([\d,]+(?:\.\d+)?)\s*([A-Za-z%]*)$/;
const WHOLE_DAY = /^\d{1,2} [A-Z][a-z]+ \d{4}/, MONTH = /^[A-Z][a-z]{2,8} \d{4}$/;

// How a column is compared: as numbers of one unit, as days with a year, else as words.
function reader(texts) {
  const known = texts.filter(text => !UNKNOWN.has(text));
  const found = known.map(text => text.match(NUMBER));
  if (found.every(each => each && each[3] === found[0][3])) {
    return text => { const [, sign, digits] = text.match(NUMBER); return Number(digits.replaceAll(",", "")) * (/[−-]/.test(sign) ? -1 : 1); };
  }
  if (known.every(text => WHOLE_DAY.test(text))) return text => Date.parse(`${text.match(WHOLE_DAY)[0]} UTC`);
  if (known.every(text => MONTH.test(text))) return text => Date.parse(`1 ${text} UTC`);
  // Days without a year, quarters and weeks have no order as words.
  if (known.some(text => /^\d{1,2} [A-Z][a-z]{2}\b|^\S+ \d{4}$/.test(text))) return null;
  return text => text.toLocaleLowerCase();
}

function sortable(table) {
  if (!table.tHead) return;
  const body = table.tBodies[0], rows = [...body.rows];
  const totals = rows.filter(row => row.querySelector("th > b, .qd-sub"));
  if (rows.length - totals.length < 3 || totals.some(row => row !== rows[rows.length - 1])) return;
  const own = rows.filter(row => !totals.includes(row));
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const words = row => (row.cells[place]?.textContent || "").trim();
    const read = reader(own.map(words));
    if (!read || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down > 0 ? "ascending" : "descending");
      const key = row => { const text = words(row); return UNKNOWN.has(text) ? null : read(text); };
      const sorted = own.map(row => [key(row), row]).sort(([a], [b]) =>
        a === null || b === null ? (a === null) - (b === null) : (a > b) - (a < b) && down * ((a > b) - (a < b)));
      body.append(...sorted.map(([, row]) => row), ...totals);
    });
  });
}
document.querySelectorAll("table.qd-table").forEach(sortable);
})();
