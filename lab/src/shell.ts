/**
 * The frame around the pages: tabs, the address, the theme, the line of notices. Knows that pages have settings, not
 * which.
 */
import type { MountedPage, Page, PageEntry } from "./pages/page.js";
import { readRoute, readSettings, writeRoute, writeSettings } from "./state/link.js";
import { element, setText } from "./views/element.js";
import { messageOf, type Notices, notices } from "./views/notices.js";
import { themeSwitch } from "./views/theme-switch.js";

/** A page that has been opened; it goes on when another is on show. */
interface Opened {
  readonly place: HTMLElement;
  mounted: MountedPage | undefined;
  /** What the address says of it while it is on show. */
  query: string;
}

export function startShell(root: HTMLElement, entries: readonly PageEntry[]): void {
  const line = notices();
  const opened = new Map<string, Opened>();
  const main = element("main", { id: "main" });
  const tabs = entries.map(({ id, title }) => element("a", { href: `#${id}`, "data-page": id }, title));
  root.replaceChildren(head(tabs), line.element, main);

  const show = async (): Promise<void> => {
    const route = readRoute(location.hash);
    const entry = entries.find(({ id }) => id === route.page) ?? (entries[0] as PageEntry);
    if (route.page !== "" && route.page !== entry.id)
      line.warn(`There is no page “${route.page}”; this is ${entry.title}.`);
    for (const tab of tabs) tab.toggleAttribute("data-current", tab.dataset.page === entry.id);
    for (const tab of tabs)
      if (tab.dataset.page === entry.id) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    setText(document.querySelector("title") as Element, `${entry.title} · wasmlp lab`);
    await open(entry, route.page === entry.id ? route.query : "", opened, main, line);
  };
  addEventListener("hashchange", () => void show());
  void show();
}

function head(tabs: readonly HTMLElement[]): HTMLElement {
  return element(
    "header",
    { class: "shell-head" },
    element("a", { class: "skip", href: "#main" }, "Skip to the page"),
    element("span", { class: "brand" }, "wasmlp ", element("em", {}, "lab")),
    element("nav", { "aria-label": "Pages" }, ...tabs),
    themeSwitch(),
  );
}

/** Shows a page; opens it where it is new, or where the address asks for other settings than those on show. */
async function open(
  entry: PageEntry,
  query: string,
  opened: Map<string, Opened>,
  main: HTMLElement,
  line: Notices,
): Promise<void> {
  const before = opened.get(entry.id);
  for (const { place } of opened.values()) place.hidden = true;
  if (before?.mounted && (query === "" || query === before.query)) {
    before.place.hidden = false;
    replaceAddress(entry.id, before.query);
    return;
  }
  before?.mounted?.unmount();
  before?.place.remove();
  const place = element("div", { class: "page", "data-page": entry.id });
  const now: Opened = { place, mounted: undefined, query };
  opened.set(entry.id, now);
  main.append(place);
  try {
    const page = await entry.load();
    if (opened.get(entry.id) === now) mount(page, entry.id, now, line);
  } catch (error) {
    opened.delete(entry.id);
    line.warn(`${entry.title} could not be opened: ${messageOf(error)}`);
  }
}

function mount(page: Page<object>, id: string, now: Opened, line: Notices): void {
  const { settings, problems } = readSettings(page.schema, now.query);
  if (problems.length > 0) line.warn(`In the link, ${problems.join(" ")}`);
  const showSettings = (next: object): void => {
    now.query = writeSettings(page.schema, next);
    if (!now.place.hidden) replaceAddress(id, now.query);
  };
  showSettings(settings);
  now.mounted = page.mount({ element: now.place, settings, showSettings, notices: line });
}

function replaceAddress(page: string, query: string): void {
  history.replaceState(null, "", writeRoute({ page, query }));
}
