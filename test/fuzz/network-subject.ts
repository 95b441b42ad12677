/** Random networks as the hunt sees them. */
import { Draws } from "../kernels/draws.js";
import { caseSeed, type Subject } from "./hunt.js";
import { checkNetwork } from "./network-check.js";
import { drawNetwork, type NetworkInput, simplerNetworks } from "./network-input.js";

export const NETWORKS = "networks";

export const networkSubject: Subject<NetworkInput> = {
  name: NETWORKS,
  draw: (seed, index) => drawNetwork(new Draws(caseSeed(NETWORKS, seed, index))),
  check: checkNetwork,
  simpler: simplerNetworks,
  describe: ({ inputs, layers, loss, rows, batchSize, epochs, ...rest }) => {
    const shape = [inputs, ...layers.map(({ units, activation }) => `${units} ${activation}`)].join(" - ");
    return `${shape}, ${loss}, ${rows} rows, ${epochs} epochs of batches of ${batchSize}, ${JSON.stringify(rest)}`;
  },
};
