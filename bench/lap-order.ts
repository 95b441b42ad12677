/** Which rows a lap takes: the same for all who race. Pure. */
import { MT19937 } from "../src/random/mt19937.js";

const SEED = 123;

/**
 * Row numbers of lap after lap: shuffled epochs, each cut to whole laps, so that no row comes twice in one. Mini-batches
 * are taken from it in turn.
 */
export function lapOrder(count: number, rowsOfLap: number, laps: number): Uint32Array {
  const random = new MT19937(SEED);
  const lapsOfEpoch = Math.floor(count / rowsOfLap);
  const order = new Uint32Array(laps * rowsOfLap);
  for (let lap = 0; lap < laps; lap += lapsOfEpoch) {
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    random.shuffle(rows);
    order.set(rows.subarray(0, Math.min(lapsOfEpoch, laps - lap) * rowsOfLap), lap * rowsOfLap);
  }
  return order;
}
