/** The version in package.json, read when the program is bundled or loaded. */
import packageJson from "../../package.json" with { type: "json" };

export const version: string = packageJson.version;
