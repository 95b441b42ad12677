// Prints "<passed> <failed>" from a JSON report of vitest's: `node scripts/count-tests.mjs report.json`.
// A test file that could not be run counts as one failed test; a report that is missing or broken does too.
import { readFileSync } from "node:fs";

const [passed, failed] = count(process.argv[2]);
console.log(`${passed} ${failed}`);

function count(path) {
  try {
    const files = JSON.parse(readFileSync(path, "utf8")).testResults;
    const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
    const failedTests = statuses.filter((status) => status === "failed").length;
    const brokenFiles = files.filter(
      (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
    ).length;
    return [statuses.filter((status) => status === "passed").length, failedTests + brokenFiles];
  } catch {
    return [0, 1];
  }
}
