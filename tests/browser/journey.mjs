// The whole work of an audit in the browser, from an installation that holds one account: sections,
// audit items, audit, scope; three sections judged by keyboard, with an input method on, a comment,
// a change taken back, somebody else at the same cell, a lost line; evidence, 確定; statistics as
// they were published (tests/golden), and the report, opened by another program.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LOGINS, PASSWORD, equal, must, openPage, root, signIn, startCity, test } from "./lib.mjs";

// What to judge so that it comes out as published: levels 1–5, 0 = 対象外, which counts as level 4.
const SECTIONS = [
  { code: "010100", name: "防災課", levels: "44342443444" },
  { code: "010200", name: "契約課", levels: "44434404424" },
  { code: "010300", name: "企画経営課(資産経営課)", levels: "54443404444" },
];
const [BOSAI, KEIYAKU, KIKAKU] = SECTIONS.keys();
const OWN_PASSWORD = "あめあがりの-しずかな-みち";
const CHECKLIST = "情報資産チェックリスト";
const AUDIT = "/audits/R6";
const MATRIX = `${AUDIT}/parts/1/matrix`;

// --- forms ---

/** Fills the fields of a form of the page by their names and sends it by its button. */
const send = async (page, button, fields = {}) => {
  const form = page.locator("main form", { has: page.getByRole("button", { name: button, exact: true }) }).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((e) => e.type);
    if (kind === "select-one") await field.selectOption(value);
    else if (kind === "file") await field.setInputFiles(value);
    else if (kind === "checkbox" && value !== true) for (const one of value) await form.locator(`[name="${name}"][value="${one}"]`).check();
    else if (kind === "checkbox") await field.check();
    else await field.fill(value);
  }
  await Promise.all([page.waitForEvent("load"), form.getByRole("button", { name: button, exact: true }).click()]);
  const faults = page.locator("main .notice.error");
  must(!(await faults.count()), `${button}: ${await faults.first().textContent({ timeout: 1 }).catch(() => "")}`);
};

/** Through links, as a person finds the way. */
const follow = async (page, ...texts) => {
  for (const text of texts) {
    const link = page.getByRole("link", { name: text, exact: true }).first();
    await Promise.all([page.waitForEvent("load"), link.click()]);
  }
};

const home = (page) => page.goto("/");
const textOf = async (page) => (await page.locator("main").textContent()).replace(/\s+/g, " ");

// --- before judging ---

const firstSteps = async (page) => {
  await home(page);
  equal(await page.locator("ol.steps li").count(), 3, "the steps of an empty installation");
  equal(await page.locator("ol.steps li[data-state=done]").count(), 0, "the steps done");
};

const addUnits = async (page) => {
  await follow(page, "組織", "所属を追加");
  await send(page, "追加する", { code: "010000", name: "総務部", kind: "部" });
  await follow(page, "下位の所属を追加");
  await send(page, "追加する", { code: "010100", name: "防災課", kind: "課" });
};

const importUnits = async (page) => {
  const rows = [["コード", "名称", "種別", "上位"],
                ...SECTIONS.slice(1).map(({ code, name }) => [code, name, "課", "010000"])];
  await home(page);
  await follow(page, "組織", "取込み");
  const csv = `\uFEFF${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;
  await send(page, "内容を確認する", { files: { name: "所属.csv", mimeType: "text/csv", buffer: Buffer.from(csv) } });
  const counts = await page.locator("table.counts tbody tr").first().locator("td").allTextContents();
  equal(counts.slice(0, 5).join(), "2,2,0,0,0", "rows, new, changed, unchanged, rejected");
  await send(page, "この内容で保存する");
  await page.waitForURL(/\/units/);
  const names = await page.locator("main tbody th").allTextContents();
  equal(names.map((name) => name.trim()).join(), ["総務部", ...SECTIONS.map((s) => s.name)].join(), "the organisation");
};

const addPeople = async (page) => {
  for (const [role, unit] of [["auditor", ""], ["head", "010100"]]) {
    await home(page);
    await follow(page, "利用者", "利用者を登録する");
    await send(page, "追加する", { login: LOGINS[role], name: LOGINS[role], role, unit, password: PASSWORD });
  }
};

/** Whoever made the account knows its password, so nothing goes before an own one. */
const ownPassword = async (page) => {
  await page.goto("/audits");
  equal(new URL(page.url()).pathname, "/self", "where a first password leads");
  await send(page, "パスワードを変更する", { old: PASSWORD, new: OWN_PASSWORD, again: OWN_PASSWORD });
  await page.goto("/audits");
  equal(new URL(page.url()).pathname, "/audits", "where an own password leads");
};

const loadCriteria = async (page) => {
  await home(page);
  await follow(page, "監査項目");
  const row = page.locator("main tr", { has: page.getByText(CHECKLIST, { exact: true }) });
  await Promise.all([page.waitForEvent("load"), row.getByRole("button", { name: "読み込む" }).click()]);
  must((await page.locator("main h2").allTextContents()).includes(CHECKLIST), "the checklist is not there");
};

const makeAudit = async (page) => {
  await home(page);
  await follow(page, "監査を作る");
  await send(page, "監査を作る", { title: "令和6年度情報セキュリティ監査", fiscal_year: "令和6年度", code: "R6", kind: "internal" });
  equal(new URL(page.url()).pathname, AUDIT, "the new audit's address");
  await follow(page, "対象範囲（○△―）");
  await send(page, "全項目を対象にする", { unit: SECTIONS.map((s) => s.code), catalog: CHECKLIST });
  equal(await page.locator("table.scope td.center a", { hasText: "○" }).count(), SECTIONS.length, "sections that are asked");
};

// --- judging: the grid ---

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

/** The levels of a row in the words of SECTIONS; · = not judged. */
const rowOf = (page, row) =>
  page.locator("#matrix tbody tr").nth(row).locator("td a[data-key]").evaluateAll((cells) =>
    cells.map(({ dataset: { level } }) => (level === "na" ? "0" : level ?? "·")).join(""));

const equalRow = async (page, row, levels = SECTIONS[row].levels) => {
  await page.goto(MATRIX);
  equal(await rowOf(page, row), levels, `the levels of ${SECTIONS[row].name} as stored`);
};

// --- judging: the steps ---

const judgeByDigits = async (page) => {
  await home(page);
  await follow(page, /令和6年度情報セキュリティ監査/);
  equal(new URL(page.url()).pathname, MATRIX, "where the first page leads");
  await cell(page, BOSAI, 0).focus();
  for (const level of SECTIONS[BOSAI].levels) {
    await press(page, `Digit${level}`);
    await page.keyboard.press("ArrowRight");
  }
  equal(await rowOf(page, BOSAI), SECTIONS[BOSAI].levels, "the row on the screen");
  await equalRow(page, BOSAI);
};

const judgeWithInputMethod = async (page) => {
  await openMatrix(page);
  await pressComposing(page, "ArrowDown");
  for (const level of SECTIONS[KEIYAKU].levels) {
    await pressComposing(page, `Digit${level}`);
    await pressComposing(page, "ArrowRight");
  }
  await equalRow(page, KEIYAKU);
};

const judgeTheOpenOnes = async (page) => {
  const levels = SECTIONS[KIKAKU].levels;
  await openMatrix(page);
  await cell(page, KIKAKU, 5).focus();
  await press(page, `Numpad${levels[5]}`);
  await cell(page, BOSAI, 0).focus();
  for (const [at, level] of [...levels].entries()) {
    if (at === 5) continue;
    await page.keyboard.press("n");
    await press(page, `Numpad${level}`);
  }
  await equalRow(page, KIKAKU);
  equal(await page.locator(".matrix-facts [data-role=judged]").textContent(), "33/33", "the count");
};

const keysElsewhere = async (page) => {
  await openMatrix(page);
  await page.locator("main h1").click();
  await page.keyboard.press("Digit1");
  await page.locator("details.legend summary").focus();
  await page.keyboard.press("Digit1");
  await saved(page);
  await equalRow(page, BOSAI);
};

const undo = async (page) => {
  await openMatrix(page);
  await press(page, "Digit2");
  equal(await levelOf(page, BOSAI, 0), "2", "the changed cell");
  await page.keyboard.press("ArrowRight");
  const key = await cell(page, BOSAI, 0).getAttribute("data-key");
  await press(page, "Control+KeyZ");
  equal(await focused(page), key, "the focus");
  await equalRow(page, BOSAI);
};

const conflict = async (page, other) => {
  await openMatrix(page);
  await openMatrix(other);
  await press(other, "Digit3");
  page.expected = [/409/];
  await press(page, "Digit5");
  equal(await levelOf(page, BOSAI, 0), "3", "the cell after the conflict");
  must(/bad/.test(await page.locator("#status").getAttribute("class")), "nothing is said");
  await press(page, "Digit4");
  page.expected = [];
  await equalRow(page, BOSAI);
};

const lostLine = async (page) => {
  await openMatrix(page);
  page.expected = [/ERR_INTERNET_DISCONNECTED/];
  await page.context().setOffline(true);
  for (const key of ["Digit5", "ArrowRight", "Digit3"]) await page.keyboard.press(key);
  await page.waitForFunction(() => document.getElementById("status").className.includes("bad"));
  must(/2/.test(await page.locator("#status").textContent()), "it does not say how many wait");
  await page.context().setOffline(false);
  await saved(page);
  page.expected = [];
  await equalRow(page, BOSAI, `53${SECTIONS[BOSAI].levels.slice(2)}`);
  await cell(page, BOSAI, 0).focus();
  for (const key of ["Digit4", "ArrowRight", "Digit4"]) await press(page, key);
  await equalRow(page, BOSAI);
};

/** The side panel, opened by a key; what is in it is sent as a form. */
const openPanel = async (page, row, column, key, field) => {
  await openMatrix(page);
  await cell(page, row, column).focus();
  await page.keyboard.press(key);
  const input = page.locator(`#panel ${field}`);
  await input.waitFor();
  must(await input.evaluate((e) => e === document.activeElement), `${field} has not the focus`);
  return input;
};

const sendPanel = async (page, field) => {
  const button = page.locator("#panel form", { has: page.locator(field) }).locator("button[type=submit]");
  await Promise.all([page.waitForURL(/\/judgements\/.*done=/), button.click()]);
};

const comments = async (page) => {
  for (const [row, { levels }] of SECTIONS.entries()) {
    for (const [column, level] of [...levels].entries()) {
      if (level !== "2" && level !== "3") continue;
      await openPanel(page, row, column, "c", "textarea[name=comment]");
      await page.keyboard.type("記録の一部に漏れがある。c 4 n");
      await sendPanel(page, "textarea[name=comment]");
    }
    await equalRow(page, row);
  }
  equal(await page.locator("#matrix td small").count(), 6, "cells with the mark of a comment");
};

const FILE = { name: "台帳.txt", mimeType: "text/plain", buffer: Buffer.from("台帳の写し") };

const mustHaveFile = async (page) => {
  const link = page.getByRole("link", { name: FILE.name });
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  equal(readFileSync(await file.path(), "utf8"), FILE.buffer.toString(), "the file");
};

const evidence = async (page) => {
  const input = await openPanel(page, KEIYAKU, 0, "e", "input[type=file]");
  await input.setInputFiles(FILE);
  await sendPanel(page, "input[type=file]");
  await mustHaveFile(page);
};

// --- the section head ---

const evidenceOfHead = async (page) => {
  await home(page);
  await follow(page, /令和6年度情報セキュリティ監査/, SECTIONS[BOSAI].name);
  const text = await textOf(page);
  for (const { name } of SECTIONS.slice(1)) must(!text.includes(name), `${name} is shown to another section's head`);
  must(!(await page.locator("main select[name^=level]").count()), "a section head may judge");
  await Promise.all([page.waitForEvent("load"), page.locator(`main a[href*='${AUDIT}/judgements/']`).first().click()]);
  await send(page, "添付する", { file: FILE });
  await mustHaveFile(page);
};

const resultOfHead = async (page) => {
  await home(page);
  await follow(page, /令和6年度情報セキュリティ監査/, SECTIONS[BOSAI].name, "監査結果票");
  const text = await textOf(page);
  must(text.includes("3.64"), "the sheet lacks the section's mean");
  for (const { name } of SECTIONS.slice(1)) must(!text.includes(name), `${name} is shown to another section's head`);
};

// --- 確定 ---

const refuseOpen = async (page) => {
  await page.goto(`${AUDIT}/parts/1/units/${SECTIONS[KEIYAKU].code}`);
  must(!(await page.getByRole("button", { name: "この所属を確定する" }).count()), "it can be confirmed without evidence");
  // of 11 items one is 対象外, one not mandatory, one has its file
  equal(await page.locator("#confirm li").count(), 8, "mandatory items that lack evidence");
};

const evidenceElsewhere = async (page) => {
  await page.goto(AUDIT);
  await follow(page, "名称と目的");
  await send(page, "保存する", { evidence_elsewhere: "監査事務局の文書庫" });
};

const confirm = async (page) => {
  for (const [n, { code, name }] of SECTIONS.entries()) {
    await page.goto(`${AUDIT}/parts/1/units/${code}`);
    await send(page, "この所属を確定する");
    await page.goto(MATRIX);
    equal(await page.locator("#matrix tbody tr[data-state=confirmed]").count(), n + 1, `confirmed after ${name}`);
  }
};

// --- what comes out ---

/** 対象所属, items with those not applicable in brackets, all items, levels 1–5, mean. */
const published = () => {
  const text = readFileSync(join(root, "tests/golden/meguro2024-internal-levels/table.csv"), "utf8");
  const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  return SECTIONS.map(({ name }) => {
    const row = rows.find(([department]) => department === name);
    const at = (column) => row[head.indexOf(column)];
    const left_out = at("asset_not_applicable");
    return [name, left_out ? `${at("asset_items")}(${left_out})` : at("asset_items"), at("total_items"),
            ...[1, 2, 3, 4, 5].map((level) => at(`level_${level}`)), at("average")];
  });
};

const total = () => {
  const rows = published();
  const sums = [2, 3, 4, 5, 6, 7].map((column) => rows.reduce((n, row) => n + Number(row[column]), 0));
  const [items, ...levels] = sums;
  const mean = levels.reduce((n, count, level) => n + count * (level + 1), 0) / items;
  return ["合計", "31(2)", ...sums.map(String), mean.toFixed(2)];
};

const statistics = async (page) => {
  await page.goto(AUDIT);
  await follow(page, "統計");
  const table = page.locator("table.results").first();
  const rows = await table.locator("tbody tr, tfoot tr").evaluateAll((trs) =>
    trs.map((tr) => [...tr.cells].map((td) => td.textContent.replace(/\s+/g, ""))));
  const expected = [...published(), total()];
  equal(rows.length, expected.length, "rows of the table");
  for (const [n, row] of expected.entries()) equal(rows[n].slice(0, row.length).join("|"), row.join("|"), `row ${n + 1}`);
};

/** Every number leads to as many rows as it says. */
const numbers = async (page) => {
  await page.goto(`${AUDIT}/stats`);
  const links = await page.locator("table.results").first().locator("td a").evaluateAll((links) =>
    links.map((a) => ({ to: a.href, text: a.textContent })).filter(({ text }) => /^\d+$/.test(text)));
  must(links.length >= 4 * 6, `only ${links.length} numbers lead anywhere`);
  for (const { to, text } of links) {
    await page.goto(to);
    equal(await page.locator("main tbody tr").count(), Number(text), `rows at ${to}`);
  }
};

const report = async (page) => {
  await page.goto(AUDIT);
  await follow(page, "監査報告書");
  const [file] = await Promise.all([
    page.waitForEvent("download"), page.locator("a[href$='/report/docx']").first().click(),
  ]);
  must(file.suggestedFilename().endsWith(".docx"), file.suggestedFilename());
  const reader = join(root, "tests/browser/docx_tables.py");
  const tables = JSON.parse(execFileSync("/usr/bin/python3", ["-B", reader, await file.path()]));
  const table = tables.find(([head]) => head[0] === "対象所属" && head.at(-1) === "平均対策レベル");
  must(table, "the report has no table of results");
  equal(JSON.stringify(table.slice(1)), JSON.stringify([...published(), total()]), "the table of results");
};

export const testJourney = async (browser) => {
  const city = await startCity("new", ["secretariat"]);
  const tabs = {};
  const tab = async (login) => (tabs[login] ??= await openPage(await signIn(browser, city, login)));
  let going = true; // each step stands on those before
  const step = async (name, login, run, other) => {
    going = await test(`journey: ${name}`, async () => {
      must(going, "not reached");
      const page = await tab(login);
      await run(page, other && (await tab(other)));
      must(!page.complaints.length, page.complaints.splice(0).join("\n"));
    });
  };
  const { secretariat, auditor, head } = LOGINS;
  await step("first steps", secretariat, firstSteps);
  await step("sections by form", secretariat, addUnits);
  await step("sections by import", secretariat, importUnits);
  await step("people", secretariat, addPeople);
  await step("an auditor's own password", auditor, ownPassword);
  await step("a head's own password", head, ownPassword);
  await step("audit items", secretariat, loadCriteria);
  await step("audit and scope", secretariat, makeAudit);
  await step("judge by digits", auditor, judgeByDigits);
  await step("judge with an input method on", auditor, judgeWithInputMethod);
  await step("judge the open ones", auditor, judgeTheOpenOnes);
  await step("keys outside of the grid", auditor, keysElsewhere);
  await step("take back", auditor, undo);
  await step("somebody else at the same cell", auditor, conflict, secretariat);
  await step("lost line", auditor, lostLine);
  await step("comments beside the grid", auditor, comments);
  await step("evidence beside the grid", auditor, evidence);
  await step("evidence of the section itself", head, evidenceOfHead);
  await step("nothing is confirmed without evidence", auditor, refuseOpen);
  await step("where evidence is held", secretariat, evidenceElsewhere);
  await step("confirm", auditor, confirm);
  await step("the section reads its result", head, resultOfHead);
  await step("statistics as published", secretariat, statistics);
  await step("every number leads to its rows", secretariat, numbers);
  await step("report", secretariat, report);
};
