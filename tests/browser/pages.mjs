// Every GET route of the table, as far as each role gets, in a full and an empty city, with and
// without JavaScript, at two widths: axe-core and vnu find nothing, the browser complains of
// nothing, nothing is wider than the window.
//
// Of what is the same only the first is looked at: a <main> that another role or city had already,
// and for axe-core a DOM that it saw already at that width.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOGINS, kageyu, must, openPage, root, routes, signIn, startCity, test } from "./lib.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const vnu = require.resolve("vnu-jar/build/dist/vnu.jar");
const WIDTHS = [1280, 390];
const OF_ONE_ROUTE = 1; // the same page with other rows shows nothing new,
const OF_SOME_ROUTES = { CARRY_OUT: 3, ROUND_SECTION: 2, SUMMARY: 3 }; // except what has states or shapes
const TABS = 2; // at once
const AXE_ROUNDS = 100;

const pattern = (route) => new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`);
const gets = routes.filter((route) => route.method === "GET").map((route) => ({ ...route, pattern: pattern(route) }));
const routeOf = (address) => gets.find((route) => route.pattern.test(address.split("?")[0]));

// --- cities ---

/** What the demonstration city lacks for some pages: a file of evidence, a second version. */
const fillDemo = ({ data }) => {
  kageyu(["audit", "evidence", data, "R6", "010300", "情報資産チェックリスト", "1", join(root, "README.md")]);
  const checklist = readFileSync(join(root, "catalogs/assets.catalog"), "utf8");
  writeFileSync(`${data}.catalog`, checklist.replace("title: 情報資産台帳の整備", "title: 情報資産台帳の整備と更新"));
  kageyu(["import", data, "criteria", `${data}.catalog`]);
};

/** An audit that asks nobody anything yet. */
const fillBegun = ({ data }) =>
  kageyu(["audit", "create", data, "R6", "--kind", "internal", "--fiscal-year", "2024", "--title", "令和6年度監査"]);

const CITIES = [
  { kind: "demo", fill: fillDemo, roles: [undefined, "secretariat", "auditor", "head", "administrator", "employee"] },
  { kind: "empty", accounts: ["secretariat", "administrator"], roles: [undefined, "secretariat", "administrator"] },
  { kind: "begun", accounts: ["secretariat"], fill: fillBegun, roles: ["secretariat"] },
];

/** Files that wait for somebody to agree to their import; their trial has an address. */
const sendImport = async (context) => {
  const page = await context.newPage();
  await page.goto("/import?kind=units");
  await page.setInputFiles("input[name=files]", join(root, "tests/samples/units.xlsx"));
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/import\/[^/?]+/);
  const address = new URL(page.url()).pathname;
  await page.close();
  return address;
};

/** A rule of the city with its text as a file; the record has an address. */
const attachFile = async (context) => {
  const page = await context.newPage();
  await page.goto("/ledgers/policies/new");
  await page.selectOption("select[name=unit]", { index: 1 });
  await page.fill("input[name=name]", "情報資産取扱要綱");
  await page.setInputFiles("input[name=document]", join(root, "README.md"));
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/policies\/\d+/);
  const address = new URL(page.url()).pathname;
  await page.close();
  return address;
};

/** A section that is no more, and that another one took over; what it kept waits at an address. */
const closeUnit = async (context) => {
  const page = await context.newPage();
  await page.goto("/units");
  await page.getByRole("link", { name: "施設管理課", exact: true }).click();
  await page.waitForURL(/\/units\/\d+/);
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}/close`);
  await page.fill("input[name=day]", new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10));
  await page.fill("input[name=successors]", "020100");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/close"));
  await page.close();
  return `${address}/takeover`;
};

// --- addresses, by following links ---

const linksOf = (html) =>
  [...html.matchAll(/<(?:a|link|script|img) [^>]*?(?:href|src)="([^"]+)"|<form method="get" [^>]*?action="([^"]+)"/g)]
    .map((match) => (match[1] ?? match[2]).replaceAll("&amp;", "&").split("#")[0]);

/** { route, address, status, html } as this person is led to them; html undefined = a file. */
const crawl = async (context, city, first) => {
  const found = new Map();
  const seen = new Set(first);
  const queue = [...first];
  while (queue.length) {
    const address = queue.shift();
    const route = routeOf(address);
    const known = found.get(route.name) ?? [];
    if (known.length >= (OF_SOME_ROUTES[route.name] ?? OF_ONE_ROUTE)) continue;
    const reply = await context.request.get(city.url + address, { maxRedirects: 0 });
    const { "content-type": type = "", "content-disposition": saved = "" } = reply.headers();
    if (route.name === "LANGUAGE") await context.clearCookies({ name: "kageyu_lang" });
    const html = saved || !type.startsWith("text/html") ? undefined : await reply.text();
    found.set(route.name, [...known, { address, route: route.name, status: reply.status(), html }]);
    for (const link of linksOf(html ?? "")) {
      if (!link.startsWith("/") || seen.has(link) || !routeOf(link)) continue;
      seen.add(link);
      queue.push(link);
    }
  }
  return [...found.values()].flat();
};

/** Pages that no link leads to: what is not there, what the role does not include. */
const errors = (role) => {
  const reads = !["administrator", "employee"].includes(role);
  return [
    { address: "/no/such/page", route: "no-page", status: 404 },
    { address: "/audits/no-such-audit", route: "no-audit", status: reads ? 404 : 403 },
    { address: "/settings", route: "refused", status: ["auditor", "head", "employee"].includes(role) ? 403 : 200 },
  ];
};

const addressesOf = async (context, city, role) => {
  const first = ["/"];
  if (role === "secretariat" && city.kind === "demo")
    first.push(await sendImport(context), await attachFile(context), await closeUnit(context));
  const found = await crawl(context, city, role ? first : ["/sign-in?to=/audits"]);
  for (const at of role ? errors(role) : []) {
    const reply = await context.request.get(city.url + at.address);
    found.push({ ...at, html: await reply.text(), expected: at.status, status: reply.status() });
  }
  const used = new Map();
  for (const at of found) {
    const nth = (used.get(at.route) ?? 0) + 1;
    used.set(at.route, nth);
    Object.assign(at, { city: city.kind, role: role ?? "nobody", name: nth > 1 ? `${at.route}-${nth}` : at.route });
  }
  return found;
};

/** Without what differs each time: tokens, when it was. */
const plain = (html) =>
  html.replace(/(?:value|data-key)="[\w-]{50,}"/g, "").replace(/\d\d?:\d\d:\d\d/g, "").replace(/127\.0\.0\.1:\d+/g, "");

const mains = new Set();

/** Whether the content of a page is new; the frame around it is that of the role's first page. */
const isNew = (at) => {
  const main = plain(/<main[\s\S]*<\/main>/.exec(at.html)?.[0] ?? at.html);
  return !mains.has(main) && mains.add(main);
};

// --- looking at one page ---

/*
 * axe-core waits for timers between its rules. Where JavaScript is off the browser runs none, so
 * its timers are kept and run from here, round by round.
 */

const startAxe = (part) => {
  const kept = { due: [], timer: globalThis.setTimeout };
  globalThis.kept = kept;
  globalThis.setTimeout = (f) => kept.due.push(f);
  globalThis.axe.run({ include: ["html"], ...part }, { resultTypes: ["violations"], preload: false }, (error, result) => {
    kept.found = error ? [String(error)] : result.violations.flatMap((v) => v.nodes.map((n) =>
      `${v.id}: ${n.target.join(" ")}\n    ${n.failureSummary.split("\n").slice(1).join(";").trim()}`));
    globalThis.setTimeout = kept.timer;
  });
};

const goOnWithAxe = () => {
  for (const f of globalThis.kept.due.splice(0)) f();
  return globalThis.kept.found;
};

const runAxe = async (page, part) => {
  let found;
  await page.evaluate(axe);
  await page.evaluate(startAxe, part);
  for (let round = 0; !found && round < AXE_ROUNDS; round++) found = await page.evaluate(goOnWithAxe);
  must(found, "axe-core came to no end");
  must(!found.length, `axe-core:\n  ${found.join("\n  ")}`);
};

const looked = new Set();

const lookOnce = async (page, width) => {
  const [main, frame] = (await page.evaluate(() => {
    const main = document.querySelector("main")?.outerHTML ?? "";
    return [main, document.documentElement.outerHTML.replace(main, "")];
  })).map((html) => `${width} ${plain(html)}`);
  if (!looked.has(main)) await runAxe(page, {});
  else if (!looked.has(frame)) await runAxe(page, { exclude: ["main"] });
  looked.add(main).add(frame);
};

const mustFit = async (page) => {
  const [needs, has, widest] = await page.evaluate(() => {
    const has = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")].find((e) => e.getBoundingClientRect().right > has + 1);
    return [document.documentElement.scrollWidth, has, out && `${out.tagName}.${out.className}`];
  });
  must(needs <= has, `the page is ${needs} px wide in a window of ${has}: ${widest}`);
};

const open = async (page, at) => {
  page.complaints.length = 0;
  page.expected = at.status >= 400 ? [/^4\d\d /, /Failed to load resource/] : [];
  await page.goto(at.address, { waitUntil: "load" });
};

const look = async (page, width, screen) => {
  await page.setViewportSize({ width, height: 900 });
  await mustFit(page);
  await lookOnce(page, width);
  must(!page.complaints.length, page.complaints.join("\n"));
  if (screen) await page.screenshot({ path: screen, fullPage: true });
};

const visitAll = async (browser, context, addresses, script, screens) => {
  const jobs = [...addresses];
  const tab = async () => {
    const page = await openPage(context);
    for (let at = jobs.shift(); at; at = jobs.shift()) {
      const began = Date.now();
      const name = (width) => `${at.city}-${at.role}-${at.name}-${width}`;
      await test(`${at.city} ${at.role} ${at.address} opens`, () => open(page, at));
      for (const width of WIDTHS) {
        const screen = script && screens && join(screens, `${name(width)}.png`);
        await test(`${name(width)} ${script ? "" : "without JavaScript "}${at.address}`, () => look(page, width, screen));
      }
      if (process.env.SLOW) console.log(`${Date.now() - began} ms ${at.address}`);
    }
  };
  await Promise.all(Array.from({ length: TABS }, tab));
};

/** With and without JavaScript; the sign-in is that of the first. */
const visitBoth = async (browser, city, context, addresses, screens) => {
  const plainContext = await browser.newContext({
    baseURL: city.url, locale: "ja-JP", timezoneId: "Asia/Tokyo", javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  await visitAll(browser, context, addresses, true, screens);
  await visitAll(browser, plainContext, addresses, false);
  await plainContext.close();
};

// --- the markup of all of them ---

const runVnu = (folder) =>
  new Promise((done) => {
    execFile("java", ["-Xss2m", "-jar", vnu, "--format", "json", "--skip-non-html", folder],
             { maxBuffer: 1 << 28 }, (_, out, err) => done(err || out));
  });

const checkMarkup = async (pages) => {
  const folder = mkdtempSync(join(tmpdir(), "kageyu-vnu-"));
  pages.forEach((at, number) => writeFileSync(join(folder, `${number}.html`), at.html));
  const messages = JSON.parse(await runVnu(folder)).messages;
  rmSync(folder, { recursive: true });
  for (const [number, at] of pages.entries()) {
    const own = messages.filter((m) => m.url?.endsWith(`/${number}.html`));
    await test(`markup of ${at.city}-${at.role} ${at.address}`, async () => {
      must(!own.length, own.map((m) => `line ${m.lastLine}: ${m.message}\n    ${m.extract?.trim()}`).join("\n"));
    });
  }
};

// --- all ---

const checkStatus = (found) =>
  Promise.all(found.map((at) =>
    test(`${at.city} ${at.role} ${at.address} answers`, async () => {
      const good = at.expected ? at.status === at.expected : [200, 303].includes(at.status);
      must(good, `the answer is ${at.status}`);
    })));

/** Each route was answered for somebody; else the checks above looked at less than they seem to. */
const checkReached = (found) =>
  Promise.all(gets.map((route) =>
    test(`somebody is led to ${route.name} ${route.path}`, async () => {
      must(found.some((at) => at.route === route.name), "no link leads there");
    })));

export const testPages = async (browser, { screens, only, city: place, role: person }) => {
  const folder = screens && join(root, "build-test/screens");
  if (folder) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const all = [];
  const pages = [];
  for (const { kind, accounts, fill, roles } of CITIES) {
    if (place && place !== kind) continue;
    const city = await startCity(kind, accounts, fill);
    for (const role of roles.filter((one) => !person || one === person)) {
      const context = await signIn(browser, city, LOGINS[role]);
      const found = await addressesOf(context, city, role);
      const fresh = found.filter((at) => at.html && (!only || at.name.includes(only))).filter(isNew);
      all.push(...found);
      pages.push(...fresh);
      await visitBoth(browser, city, context, fresh, folder);
      await context.close();
    }
  }
  await checkStatus(all);
  if (!place && !person) await checkReached(all);
  await checkMarkup(pages);
};
