// Search within the page. Its lines are in the page, so nothing is asked of anybody.
"use strict";
(() => {
const MOST = 50, PART = 3;  // lines shown; letters from which on a word may be a part of one
const CLOSE = 1.5;  // for a line that has the words in a row, as asked
const PHRASE = /["“”„]([^"“”„]+)["“”„]/g;
const form = document.getElementById("search"), count = document.getElementById("count");
const found = document.getElementById("found"), body = found.querySelector("tbody");
const data = JSON.parse(document.getElementById("lines").textContent);
const said = (words, ...values) => values.reduce((text, value) => text.replace("{}", value), words);

// The words of a text as they are compared: without accents and in small letters.
const words = text => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
const joined = text => ` ${words(text).join(" ")} `;

const lines = data.lines.map(([kind, series, day, above, source, number, text], id) => {
  const [place, address, isNumbered] = data.sources[source];
  return {
    id, text, kind: data.kinds[kind], series: data.series[series], day: data.days[day][0], shown: data.days[day][1],
    under: data.above[above], place: place + number, link: address && isNumbered ? address + number : address,
    alike: place.endsWith("#") ? id : text.toLowerCase(),
  };
});

// In pieces, so that the page can be used meanwhile; a question waits for the last one.
const index = new MiniSearch({fields: ["text", "under"], tokenize: words, processTerm: word => word});
const ready = index.addAllAsync(lines, {chunkSize: 500}).then(() => { form.dataset.ready = "yes"; });

// The lines that have any of the words and all of the phrases, the best first, of two alike the newer.
function answers(asked, keeps) {
  const phrases = [...asked.matchAll(PHRASE)].map(([, phrase]) => joined(phrase)).filter(each => each.trim());
  const has = line => phrases.every(each => [line.text, line.under].some(text => joined(text).includes(each)));
  const options = {boost: {text: 4}, prefix: word => word.length >= PART, filter: ({id}) => keeps(lines[id]) && has(lines[id])};
  const weight = line => joined(line.text).includes(joined(asked)) ? CLOSE : 1;
  const ranked = index.search(asked, options).map(({id, score}) => ({...lines[id], score: score * weight(lines[id]), also: []}));
  ranked.sort((a, b) => b.score - a.score || (a.day < b.day) - (a.day > b.day));
  const once = new Map();
  for (const line of ranked) {
    const first = once.get(line.alike);
    if (first) first.also.push(line.place); else once.set(line.alike, line);
  }
  return [...once.values()];
}

function element(name, text, css = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (css) made.className = css;
  return made;
}

function row(line) {
  const made = document.createElement("tr"), head = element("th", "");
  head.scope = "row";
  const text = element(line.link ? "a" : "span", line.text || data.said.unnamed);
  if (line.link) { text.href = line.link; text.rel = "noreferrer"; }
  head.append(text);
  if (line.under) head.append(element("small", line.under));
  head.append(element("small", `${line.kind} · ${line.place}`, "qd-phone"));
  const place = element("td", line.place, "qd-hide");
  for (const each of line.also.slice(0, data.copies)) place.append(element("small", said(data.said.also, each)));
  if (line.also.length > data.copies) place.append(element("small", said(data.said.more, line.also.length - data.copies)));
  made.append(head, element("td", line.kind, "qd-hide"), element("td", line.shown, "n"), place);
  return made;
}

async function answer() {
  await ready;
  const {q, series, kind, first, last} = Object.fromEntries(new FormData(form));
  const keeps = line => (!series || line.series === series) && (!kind || line.kind === kind)
    && (!first || line.day >= first) && (!last || (line.day && line.day <= last));
  const every = words(q).length ? answers(q, keeps) : [];
  const name = every.length > MOST ? "best" : every.length > 1 ? "some" : every.length ? "one" : "none";
  count.textContent = words(q).length ? said(data.said[name], every.length.toLocaleString("en"), MOST) : "";
  body.replaceChildren(...every.slice(0, MOST).map(row));
  found.hidden = !every.length;
}

form.addEventListener("input", answer);
form.addEventListener("submit", event => event.preventDefault());
})();
