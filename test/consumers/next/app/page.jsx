"use client";
// The page is rendered on the server too, where the same import finds the package's half for Node.
import { useEffect } from "react";
import { adam, dataset, Mlp, MT19937, serializeModel } from "wasmlp";
import { report } from "./training.js";

export default function Page() {
  useEffect(() => {
    report({ adam, dataset, Mlp, MT19937, serializeModel });
  }, []);
  return <p>wasmlp</p>;
}
