// A city, its server, browsers in it, and the counting of cases.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = resolve(process.env.KAGEYU_BIN ?? join(root, "build/kageyu"));
export const routes = JSON.parse(execFileSync(join(dirname(binary), "tests/routes")));
export const PASSWORD = "aobano-demo-2024";
export const LOGINS = {
  secretariat: "jimukyoku", auditor: "kansanin", head: "kacho", administrator: "kanri",
  employee: "shokuin",
};
const NAVIGATION_MS = 15_000;
const CASE_MS = 60_000;

// --- cases ---

export const counts = { passed: 0, failed: 0 };

/** Runs one case; faults are said, not thrown. False where it failed. */
export const test = async (name, run) => {
  const failed = counts.failed;
  let clock;
  try {
    const late = new Promise((_, reject) => {
      clock = setTimeout(() => reject(new Error(`no end after ${CASE_MS / 1000} s`)), CASE_MS);
    });
    await Promise.race([run(), late]);
    counts.passed++;
  } catch (fault) {
    counts.failed++;
    console.log(`FAILED ${name}\n${fault?.message ?? fault}\n`);
  } finally {
    clearTimeout(clock);
  }
  return counts.failed === failed;
};

export const must = (condition, words) => {
  if (!condition) throw new Error(words);
};

export const equal = (got, expected, words = "") =>
  must(got === expected, `${words} is ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`);

// --- a city ---

const folder = mkdtempSync(join(tmpdir(), "kageyu-browser-"));
const running = [];

export const kageyu = (words, input = "") => execFileSync(binary, words, { input });

const serve = (data) =>
  new Promise((done, failed) => {
    const server = spawn(binary, ["serve", data, "--listen", "127.0.0.1:0", "--access-log", `${data}.log`]);
    running.push(server);
    server.stderr.on("data", (text) => console.log(`server: ${text}`));
    server.on("error", failed);
    server.stdout.once("data", (text) => done({ server, url: /https?:\/\/\S+(?=\/)/.exec(text)[0] }));
  });

/**
 * The demonstration city (kind demo), or one that has accounts of these roles and nothing else.
 * fill(city) adds to it before it is served.
 */
export const startCity = async (kind, roles, fill) => {
  const data = join(folder, `${kind}-${running.length}`);
  kageyu([kind === "demo" ? "demo" : "init", data]);
  for (const role of roles ?? []) {
    kageyu(["user", "add", data, LOGINS[role], role, "--role", role]);
    kageyu(["user", "password", data, LOGINS[role]], `${PASSWORD}\n`);
  }
  fill?.({ kind, data });
  return { kind, data, ...(await serve(data)) };
};

export const end = async () => {
  await Promise.all(running.map((server) => server.exitCode ?? new Promise((done) => {
    server.on("exit", done);
    server.kill("SIGTERM");
  })));
  rmSync(folder, { recursive: true, force: true });
};

// --- a browser ---

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A page that keeps what the browser complains of: script errors, refused content, what is missing. */
export const openPage = async (context) => {
  const page = await context.newPage();
  page.setDefaultTimeout(NAVIGATION_MS);
  page.complaints = [];
  page.expected = []; // patterns of complaints that a test provokes
  const complain = (text) => {
    if (!page.expected.some((pattern) => pattern.test(text))) page.complaints.push(text);
  };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complain(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complain(`script: ${error.message}`));
  page.on("response", (reply) => {
    if (reply.status() >= 400) complain(`${reply.status()} ${reply.url()}`);
  });
  return page;
};

/** A context in which that login is signed in; login undefined = nobody. */
export const signIn = async (browser, city, login, options = {}) => {
  const context = await browser.newContext({ baseURL: city.url, locale: "ja-JP", timezoneId: "Asia/Tokyo", ...options });
  if (!login) return context;
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", PASSWORD);
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.close();
  return context;
};
