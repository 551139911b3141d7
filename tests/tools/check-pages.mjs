// Holds HTML files to WCAG 2.2 AA, as axe-core understands it, and to what they promise on screens and on
// paper. In: the folder of the checkers, Chromium, files. Out: a line for each fault, and for each file
// that has none; exit code 1 where there are faults.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, executablePath, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDE = { width: 1400, height: 900 };
// WCAG 2.2, 1.4.10: no scrolling in two directions at a width of 320.
const NARROW = { width: 320, height: 640 };
const AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What goes to EDGAR, in files that end in .htm, has no style sheet and no script. Of the rules, which are best
// practice and not WCAG, those on landmarks cannot be met: EDGAR takes neither `main` nor the attribute `role`.
const EDGAR = { "landmark-one-main": { enabled: false }, region: { enabled: false } };

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let bad = 0;
for (const file of files) {
  const faults = await check(file);
  for (const fault of faults) console.log(`FAULT ${file}: ${fault}`);
  if (faults.length === 0) console.log(`PASS ${file}`);
  bad += faults.length;
}
await browser.close();
process.exit(bad > 0 ? 1 : 0);

async function check(file) {
  const faults = await pictures(file);
  // The page's own policy allows no script, the checker's neither.
  const context = await browser.newContext({ viewport: WIDE, bypassCSP: true });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`the page reports: ${error.message}`));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  if (file.endsWith(".htm")) {
    await rules(page, "wide", { type: "tag", values: AA }, faults, EDGAR);
    await page.setViewportSize(NARROW);
    await rules(page, "narrow", { type: "tag", values: AA }, faults, EDGAR);
    await context.close();
    return faults;
  }
  await rules(page, "wide", { type: "tag", values: AA }, faults);
  faults.push(...(await page.evaluate(onWideScreens)));
  await page.emulateMedia({ colorScheme: "dark" });
  await rules(page, "dark", { type: "rule", values: ["color-contrast"] }, faults);
  faults.push(...(await page.evaluate(inTheDark)));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(NARROW);
  await rules(page, "narrow", { type: "tag", values: AA }, faults);
  faults.push(...(await page.evaluate(onNarrowScreens)));
  await page.emulateMedia({ media: "print" });
  faults.push(...(await page.evaluate(onPaper)));
  await context.close();
  return faults;
}

// Under the page's own policy every picture is shown, and no script runs.
async function pictures(file) {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`the page reports: ${message.text()}`);
  });
  await page.goto(pathToFileURL(file).href);
  faults.push(
    ...(await page.evaluate(() =>
      [...document.images]
        .filter((image) => !image.complete || image.naturalWidth === 0)
        .map((image) => `not shown: ${image.alt}`),
    )),
  );
  await context.close();
  return faults;
}

async function rules(page, view, runOnly, faults, changed = {}) {
  const options = { runOnly, rules: changed, resultTypes: ["violations", "passes"] };
  const result = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  if (result.passes.length === 0) faults.push(`${view}: no rule was applied`);
  for (const rule of result.violations) {
    for (const node of rule.nodes) {
      faults.push(`${view}: ${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`);
    }
  }
}

// The staff's words and the response stand side by side; each key leads to its own place; a change is
// told without its colour, and announced.
function onWideScreens() {
  const faults = [];
  for (const exchange of document.querySelectorAll(".exchange:not(.bare, .lead)")) {
    const staff = exchange.querySelector(":scope > .staff")?.getBoundingClientRect();
    const answer = exchange.querySelector(":scope > .answer")?.getBoundingClientRect();
    if (!staff || !answer) continue;
    const beside = staff.right <= answer.left && Math.abs(staff.top - answer.top) < 40;
    if (!beside) faults.push(`wide: not side by side: ${exchange.textContent.trim().slice(0, 60)}`);
  }
  for (const key of document.querySelectorAll(".key, .number")) {
    const id = key.querySelector("a")?.getAttribute("href")?.slice(1);
    const place = id && document.getElementById(id);
    if (!place?.contains(key)) faults.push(`wide: no link to its own place: ${key.textContent}`);
  }
  const line = { INS: "underline", DEL: "line-through" };
  for (const change of document.querySelectorAll("ins, del")) {
    const wanted = line[change.tagName];
    const words = getComputedStyle(change, "::before").content;
    const has = getComputedStyle(change).textDecorationLine.includes(wanted);
    if (!has) faults.push(`wide: without its line: ${change.outerHTML.slice(0, 80)}`);
    const said = words.includes(change.tagName === "INS" ? "insert" : "delet");
    if (!said) faults.push(`wide: not announced: ${change.outerHTML.slice(0, 80)}`);
  }
  return faults;
}

function inTheDark() {
  const light = (color) =>
    (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const main = getComputedStyle(document.querySelector("main"));
  const isDark = light(main.backgroundColor) < 200 && light(main.color) > 500;
  return isDark ? [] : [`dark: ${main.color} on ${main.backgroundColor}`];
}

function onNarrowScreens() {
  const width = document.documentElement.scrollWidth;
  return width > innerWidth ? [`narrow: the page is ${width} wide, the screen ${innerWidth}`] : [];
}

// Black on white, without what serves the screen alone.
function onPaper() {
  const faults = [];
  for (const element of document.querySelectorAll("main *")) {
    const { color } = getComputedStyle(element);
    if (element.checkVisibility() && color !== "rgb(0, 0, 0)" && element.textContent.trim() !== "") {
      faults.push(`print: ${color}: ${element.outerHTML.slice(0, 80)}`);
      break;
    }
  }
  for (const element of document.querySelectorAll(".contents, .views, .skip")) {
    if (getComputedStyle(element).display !== "none") faults.push(`print: .${element.className}`);
  }
  return faults;
}
