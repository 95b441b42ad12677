/** The Python that the rivals in Python run on. */
import { spawnSync } from "node:child_process";

/** The first that imports NumPy: PYTHON, the system's, or whichever is first in the path; that last one if none does. */
export function findPython(): string {
  const places = [process.env.PYTHON ?? "", "/usr/bin/python3", "python3"].filter((place) => place !== "");
  const hasNumpy = (place: string): boolean => spawnSync(place, ["-c", "import numpy"]).status === 0;
  return places.find(hasNumpy) ?? (places.at(-1) as string);
}
