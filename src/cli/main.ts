/** The program: one command line, one exit code. */
import { enableReference } from "../memory/reference.js";
import { nodeThreads } from "../node/threads.js";
import { useThreadHost } from "../threads/team.js";
import { describeFailure } from "./failures.js";
import { nodeHost } from "./node-host.js";
import { run } from "./program.js";

useThreadHost(nodeThreads);
enableReference();

const isDebug = Boolean(process.env.WASMLP_DEBUG);

process.on("uncaughtException", (error) => {
  const { exitCode, text } = describeFailure(error, isDebug);
  process.stderr.write(text);
  process.exit(exitCode);
});

process.exitCode = await run(process.argv.slice(2), nodeHost(), isDebug);
