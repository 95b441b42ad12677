/** Runs one command line in memory and prints, as JSON, how it ended and the most memory the process has held, in bytes. */
import { runInMemory } from "../cli/memory-host.js";

const { exitCode, err } = await runInMemory(process.argv.slice(2));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ exitCode, err, peakBytes: 1024 * maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
