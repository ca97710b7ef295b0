// An auditor's day: three sections judged by keyboard, with an input method on, a comment, a change
// taken back, somebody else at the same cell, a lost line, evidence, 確定, statistics, the report.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOGINS, equal, kageyu, must, openPage, signIn, startCity, test } from "./lib.mjs";

const UNITS = ["広報課", "防災課", "契約課"];
const ITEMS = 4;
const MATRIX = "/audits/R6/parts/1/matrix";

const makeCity = async () => {
  const city = await startCity("empty");
  const file = (name, lines) => {
    const path = join(`${city.data}.${name}.csv`);
    writeFileSync(path, `\uFEFF${lines.join("\r\n")}\r\n`);
    return path;
  };
  const items = Array.from({ length: ITEMS }, (_, n) => `点検,${n + 1},管理,項目${n + 1},${n + 1}番目が守られている。`);
  kageyu(["import", city.data, "units", file("units", ["code,name,order", ...UNITS.map((name, n) => `010${n + 1}00,${name},${n + 1}`)])]);
  kageyu(["import", city.data, "criteria", file("criteria", ["catalog,no,heading1,title,requirement", ...items])]);
  kageyu(["audit", "create", city.data, "R6", "--kind", "internal", "--fiscal-year", "2024", "--title", "令和6年度監査"]);
  kageyu(["audit", "scope", city.data, "R6", "010100", "010200", "010300", "--catalog", "点検"]);
  return city;
};

// --- the grid ---

const cell = (page, row, column) => page.locator("#matrix tbody tr").nth(row).locator("td a[data-key]").nth(column);
const saved = (page) => page.waitForFunction(() => !document.querySelector("#matrix [aria-busy]"));
const levelOf = async (page, row, column) => (await cell(page, row, column).getAttribute("data-level")) ?? "";
const focused = (page) => page.evaluate(() => document.activeElement.dataset.key);

const press = async (page, key) => {
  await page.keyboard.press(key);
  await saved(page);
};

/** What the browser sends while a Japanese input method is on: the key's place, not its letter. */
const pressComposing = async (page, code) => {
  await page.evaluate((code) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Process", code, keyCode: 229, bubbles: true, cancelable: true,
  })), code);
  await saved(page);
};

const openMatrix = async (page) => {
  await page.goto(MATRIX);
  await cell(page, 0, 0).focus();
};

const rowOf = async (page, row) => {
  const levels = [];
  for (let column = 0; column < ITEMS; column++) levels.push(await levelOf(page, row, column));
  return levels.join(" ");
};

const afterReload = async (page, row) => {
  await page.goto(MATRIX);
  return rowOf(page, row);
};

// --- the steps ---

const judgeByDigits = async (page) => {
  await openMatrix(page);
  for (const key of ["Digit4", "Digit5", "Digit4", "Digit0"]) {
    await press(page, key);
    await page.keyboard.press("ArrowRight");
  }
  equal(await rowOf(page, 0), "4 5 4 na", "the row on the screen");
  equal(await afterReload(page, 0), "4 5 4 na", "the row as stored");
};

const judgeWithInputMethod = async (page) => {
  await openMatrix(page);
  await pressComposing(page, "ArrowDown");
  for (const code of ["Digit4", "Digit4", "Digit5", "Digit4"]) {
    await pressComposing(page, code);
    await pressComposing(page, "ArrowRight");
  }
  equal(await afterReload(page, 1), "4 4 5 4", "the row as stored");
};

const judgeTheOpenOnes = async (page) => {
  await openMatrix(page);
  await cell(page, 2, 2).focus();
  await press(page, "Numpad4");
  await cell(page, 0, 0).focus();
  for (const key of ["Numpad4", "Numpad3", "Numpad5"]) {
    await page.keyboard.press("n");
    await press(page, key);
  }
  equal(await afterReload(page, 2), "4 3 4 5", "the row as stored");
  equal(await page.locator(".matrix-facts [data-role=judged]").textContent(), "12/12", "the count");
};

const keysElsewhere = async (page) => {
  await openMatrix(page);
  await page.locator("main h1").click();
  await page.keyboard.press("Digit1");
  await page.locator("details.legend summary").focus();
  await page.keyboard.press("Digit1");
  await saved(page);
  equal(await afterReload(page, 0), "4 5 4 na", "the row");
};

const comment = async (page) => {
  await openMatrix(page);
  await cell(page, 2, 1).focus();
  await page.keyboard.press("c");
  const area = page.locator("#panel textarea[name=comment]");
  await area.waitFor();
  must(await area.evaluate((e) => e === document.activeElement), "the comment has not the focus");
  await page.keyboard.type("記録の一部に漏れがある。c 4 n");
  await page.locator("#panel form", { has: page.locator("textarea[name=comment]") }).locator("button[type=submit]").click();
  await page.waitForURL(/done=saved|\/judgements\//);
  equal(await afterReload(page, 2), "4 3 4 5", "the row");
  must((await cell(page, 2, 1).textContent()).length > 1, "the cell has no mark for its comment");
};

const undo = async (page) => {
  await openMatrix(page);
  await press(page, "Digit2");
  equal(await levelOf(page, 0, 0), "2", "the changed cell");
  await page.keyboard.press("ArrowRight");
  const key = await cell(page, 0, 0).getAttribute("data-key");
  await press(page, "Control+KeyZ");
  equal(await focused(page), key, "the focus");
  equal(await afterReload(page, 0), "4 5 4 na", "the row");
};

const conflict = async (page, other) => {
  await openMatrix(page);
  await openMatrix(other);
  await press(other, "Digit3");
  page.expected = [/409/];
  await press(page, "Digit5");
  equal(await levelOf(page, 0, 0), "3", "the cell after the conflict");
  must(/bad/.test(await page.locator("#status").getAttribute("class")), "nothing is said");
  await press(page, "Digit4");
  page.expected = [];
  equal(await afterReload(page, 0), "4 5 4 na", "the row");
};

const lostLine = async (page) => {
  await openMatrix(page);
  page.expected = [/ERR_INTERNET_DISCONNECTED/];
  await page.context().setOffline(true);
  await page.keyboard.press("Digit5");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Digit4");
  await page.waitForFunction(() => document.getElementById("status").className.includes("bad"));
  must(/2/.test(await page.locator("#status").textContent()), "it does not say how many wait");
  await page.context().setOffline(false);
  await saved(page);
  page.expected = [];
  equal(await afterReload(page, 0), "5 4 4 na", "the row");
};

const evidence = async (page) => {
  await openMatrix(page);
  await cell(page, 1, 0).focus();
  await page.keyboard.press("e");
  const input = page.locator("#panel input[type=file]");
  await input.waitFor();
  await input.setInputFiles({ name: "台帳.txt", mimeType: "text/plain", buffer: Buffer.from("台帳の写し") });
  await page.locator("#panel form", { has: page.locator("input[type=file]") }).locator("button[type=submit]").click();
  await page.getByRole("link", { name: "台帳.txt" }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: "台帳.txt" }).click(),
  ]);
  equal(readFileSync(await file.path(), "utf8"), "台帳の写し", "the file");
};

const confirm = async (page) => {
  for (const [n, name] of UNITS.entries()) {
    await page.goto(`/audits/R6/parts/1/units/010${n + 1}00`);
    await page.locator("form[action$='/confirm'] button").click();
    await page.waitForURL(/done=confirmed/);
    await page.goto(MATRIX);
    equal(await page.locator("#matrix tbody tr[data-state=confirmed]").count(), n + 1, `confirmed after ${name}`);
  }
};

const statistics = async (page, city) => {
  const { parts } = JSON.parse(kageyu(["audit", "stats", city.data, "R6", "--json"]));
  equal(parts[0].targets.map((t) => t.unit).join(), UNITS.join(), "the sections");
  const levels = parts[0].targets.map((t) => t.levels);
  console.log(JSON.stringify(parts[0]));
  const sum = (level) => levels.reduce((n, of) => n + of[level], 0);
  equal(sum(4), 7, "level 4");
  equal(sum(5), 3, "level 5");
  equal(sum(3), 1, "level 3");
  await page.goto("/audits/R6/stats");
  const text = await page.locator("main").textContent();
  must(text.includes("4.18"), `the mean of 11 items is 46/11: ${text.slice(0, 500)}`);
  const numbers = page.locator("main td a").filter({ hasText: /^7$/ });
  must(await numbers.count(), "no number leads to its rows");
  await numbers.first().click();
  await page.waitForLoadState();
  must((await page.locator("main tbody tr").count()) > 0, "the number leads to no rows");
};

const report = async (page) => {
  await page.goto("/audits/R6/report");
  const [file] = await Promise.all([
    page.waitForEvent("download"), page.locator("a[href$='/report/docx']").first().click(),
  ]);
  const bytes = readFileSync(await file.path());
  equal(bytes.subarray(0, 2).toString(), "PK", "the file's beginning");
  must(file.suggestedFilename().endsWith(".docx"), file.suggestedFilename());
};

export const testJourney = async (browser) => {
  const city = await makeCity();
  const context = await signIn(browser, city, LOGINS.auditor);
  const page = await openPage(context);
  const other = await openPage(await signIn(browser, city, LOGINS.secretariat));
  const step = (name, run) =>
    test(`journey: ${name}`, async () => {
      await run(page, other);
      must(!page.complaints.length, page.complaints.splice(0).join("\n"));
    });
  await step("judge by digits", judgeByDigits);
  await step("judge with an input method on", judgeWithInputMethod);
  await step("judge the open ones", judgeTheOpenOnes);
  await step("keys outside of the grid", keysElsewhere);
  await step("comment beside the grid", comment);
  await step("take back", undo);
  await step("somebody else at the same cell", conflict);
  await step("lost line", lostLine);
  await step("evidence beside the grid", evidence);
  await step("confirm", confirm);
  await step("statistics", () => statistics(page, city));
  await step("report", report);
};
