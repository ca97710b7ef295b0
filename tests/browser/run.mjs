// Tests in a browser.
//
//   node tests/browser/run.mjs [--screens] [--only ROUTE] [--city KIND] [--role ROLE] [pages] [journey]
//
// --only, --city (demo, empty, begun) and --role look at a part of the pages.
// --screens keeps pictures of all pages in build-test/screens. KAGEYU_BIN names the program,
// CHROMIUM the browser.
import { parseArgs } from "node:util";
import { counts, end, launch, test } from "./lib.mjs";
import { testJourney } from "./journey.mjs";
import { testPages } from "./pages.mjs";

const { values, positionals } = parseArgs({
  options: {
    screens: { type: "boolean" }, only: { type: "string" }, city: { type: "string" }, role: { type: "string" },
  },
  allowPositionals: true,
});
const suites = { journey: testJourney, pages: testPages };
const chosen = positionals.length ? positionals : Object.keys(suites);

const browser = await launch();
try {
  for (const name of chosen) await suites[name](browser, values);
} catch (fault) {
  await test("the tests themselves", () => { throw fault; });
} finally {
  await browser.close();
  await end();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed || !counts.passed ? 1 : 0;
