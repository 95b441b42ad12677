// A page whose worker trains.
import { send } from "./training.js";

const worker = new Worker(new URL("./trainer.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => send(data);
worker.onerror = ({ message }) => send({ error: message || "the worker could not start" });
