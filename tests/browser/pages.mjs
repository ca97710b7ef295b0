// Every page that can be reached, by role, at two widths, with and without JavaScript, in a full and
// an empty city: axe-core and vnu find nothing, the browser complains of nothing, nothing overflows.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOGINS, must, openPage, root, routes, signIn, startCity, test } from "./lib.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const vnu = require.resolve("vnu-jar/build/dist/vnu.jar");
const WIDTHS = [1280, 390];
const OF_ONE_ROUTE = 1; // the same page with other rows shows nothing new
const TABS = 2; // at once

const pattern = (route) => new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`);
const gets = routes.filter((route) => route.method === "GET").map((route) => ({ ...route, pattern: pattern(route) }));
const routeOf = (path) => gets.find((route) => route.pattern.test(path));

// --- addresses, by following links ---

const linksOf = (html) =>
  [...html.matchAll(/<a [^>]*href="([^"]+)"|<form method="get" action="([^"]+)"/g)]
    .map((match) => (match[1] ?? match[2]).replaceAll("&amp;", "&").split("#")[0]);

/** route → addresses of it, as this person is led to them. Files and the like are left out. */
const crawl = async (context, city) => {
  const found = new Map();
  const seen = new Set(["/"]);
  const queue = ["/"];
  while (queue.length) {
    const address = queue.shift();
    const route = routeOf(address.split("?")[0]);
    const known = found.get(route.name) ?? [];
    if (known.length >= OF_ONE_ROUTE || route.name === "LANGUAGE") continue;
    const reply = await context.request.get(city.url + address, { maxRedirects: 0 });
    const { "content-type": type = "", "content-disposition": saved = "" } = reply.headers();
    if (saved || !type.startsWith("text/html")) continue;
    const html = await reply.text();
    found.set(route.name, [...known, { address, route: route.name, html, status: reply.status() }]);
    for (const link of linksOf(html)) {
      if (!link.startsWith("/") || seen.has(link) || !routeOf(link.split("?")[0])) continue;
      seen.add(link);
      queue.push(link);
    }
  }
  return [...found.values()].flat();
};

// --- looking at one page ---

const runAxe = async (page, part) => {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (context) => {
    const result = await globalThis.axe.run({ include: ["html"], ...context }, { resultTypes: ["violations"] });
    return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}\n    ${n.failureSummary.split("\n").slice(1).join(";").trim()}`));
  }, part);
  must(!violations.length, `axe-core:\n  ${violations.join("\n  ")}`);
};

const mustFit = async (page) => {
  const [needs, has, widest] = await page.evaluate(() => {
    const has = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")].find((e) => e.getBoundingClientRect().right > has + 1);
    return [document.documentElement.scrollWidth, has, out && `${out.tagName}.${out.className}`];
  });
  must(needs <= has, `the page is ${needs} px wide in a window of ${has}: ${widest}`);
};

/** Content and frame, without what differs each time: looked at for one role, not for the next. */
const fingerprints = (page) =>
  page.evaluate(() => {
    const plain = (html) => html.replace(/value="[\w-]{50,}"|data-key="[\w-]{50,}"/g, "");
    const main = document.querySelector("main")?.outerHTML ?? "";
    return [main, document.documentElement.outerHTML.replace(main, "")].map(plain);
  });
const looked = new Set();

const lookOnce = async (page, width) => {
  const [main, frame] = (await fingerprints(page)).map((html) => `${width} ${html}`);
  if (!looked.has(main)) await runAxe(page, {});
  else if (!looked.has(frame)) await runAxe(page, { exclude: ["main"] });
  looked.add(main).add(frame);
};

const look = async (page, at, width, script, screens, name) => {
  page.complaints.length = 0;
  page.expected = at.status >= 400 || !script ? [/^4\d\d /, /Failed to load resource/] : [];
  await page.setViewportSize({ width, height: 900 });
  await page.goto(at.address, { waitUntil: "load" });
  await mustFit(page);
  await lookOnce(page, width);
  must(!page.complaints.length, page.complaints.join("\n"));
  if (screens) await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true });
};

const visitAll = async (browser, city, role, addresses, script, screens) => {
  const context = await signIn(browser, city, LOGINS[role]);
  // axe-core is a script itself, so without JavaScript means: without any of ours
  if (!script) await context.route("**/*.js", (route) => route.abort());
  const jobs = addresses.flatMap((at) => WIDTHS.map((width) => ({ at, width })));
  const tab = async () => {
    const page = await openPage(context);
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { at, width } = job;
      const name = [city.kind, at.role, at.name, width, script ? "script" : "plain"].join("-");
      const began = Date.now();
      await test(`${name} ${at.address}`, () => look(page, at, width, script, script && screens, name));
      if (process.env.SLOW) console.log(`${Date.now() - began} ms ${name}`);
    }
  };
  await Promise.all(Array.from({ length: TABS }, tab));
  await context.close();
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

/** Pages that no link leads to: what is not there, not permitted, refused. */
const errors = (role) => [
  { address: "/no/such/page", route: "404", status: 404 },
  { address: "/audits/no-such-audit", route: "no-audit", status: 404 },
  { address: role === "head" ? "/accounts" : "/audits/R6/judgements/0", route: "refused", status: 403 },
];

const addressesOf = async (browser, city, role) => {
  const context = await signIn(browser, city, LOGINS[role]);
  const found = await crawl(context, city);
  for (const at of role ? errors(role) : [{ address: "/sign-in?to=/audits", route: "SIGN_IN", status: 200 }]) {
    const reply = await context.request.get(city.url + at.address);
    found.push({ ...at, status: reply.status(), html: await reply.text() });
  }
  await context.close();
  const used = new Map();
  for (const at of found) {
    const nth = (used.get(at.route) ?? 0) + 1;
    used.set(at.route, nth);
    Object.assign(at, { city: city.kind, role: role ?? "nobody", name: nth > 1 ? `${at.route}-${nth}` : at.route });
  }
  return found;
};

/** Whoever may see a page was led to it; else the checks above looked at less than they seem to. */
const checkReached = (found) =>
  Promise.all(gets.filter((route) => !["LANGUAGE", "ASSET"].includes(route.name)).map((route) =>
    test(`somebody is led to ${route.name} ${route.path}`, async () => {
      const file = /file|download|export/i.test(route.name) || route.heavy;
      must(file || found.some((at) => at.route === route.name), "no link leads there");
    })));

export const testPages = async (browser, { screens, only }) => {
  const folder = screens && join(root, "build-test/screens");
  if (folder) mkdirSync(folder, { recursive: true });
  const all = [];
  for (const kind of ["demo", "empty"]) {
    const city = await startCity(kind);
    const roles = kind === "demo" ? [undefined, "secretariat", "auditor", "head", "administrator"] : ["secretariat", "administrator"];
    for (const role of roles) {
      const found = (await addressesOf(browser, city, role)).filter((at) => !only || at.name.includes(only));
      all.push(...found);
      for (const script of [true, false]) await visitAll(browser, city, role, found, script, folder);
    }
  }
  if (!only) await checkReached(all);
  await checkMarkup(all);
};
