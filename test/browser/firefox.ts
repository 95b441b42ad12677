/** A real Firefox, found where systems keep it or where FIREFOX says. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPage, type Site } from "./page-driver.js";

const PLACES = [
  process.env.FIREFOX ?? "",
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** Its path, or nothing. */
export const firefox: string | undefined = PLACES.find((path) => path !== "" && existsSync(path));

/** A profile that opens the page it is given and asks nobody for anything. */
const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** Opens `/` of the site in Firefox; resolves with what the page POSTs to `/report`. */
export function reportOfFirefox(site: Site): Promise<string> {
  const flags = (profile: string): string[] => {
    const lines = Object.entries(PREFERENCES).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, "user.js"), lines.join(""));
    return ["--headless", "--no-remote", "--new-instance", "--profile", profile];
  };
  return openPage({ name: "Firefox", path: firefox as string, flags }, site);
}
