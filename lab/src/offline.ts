/** Has the browser keep the lab, so that it opens without a network once it has been loaded. */

/** Nothing where there is no service worker (an address without https, private windows, `--dev`). */
export function keepOffline(): void {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register("./service-worker.js").catch(() => {
      // Refused, as in some private windows: the lab works, as long as there is a network.
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
