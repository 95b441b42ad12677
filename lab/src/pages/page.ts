/** What the shell and a page know of each other. */
import type { Schema } from "../state/link.js";
import type { Notices } from "../views/notices.js";

/** A tab of the lab. */
export interface Page<S extends object> {
  /** Every setting that makes a run; all of them stand in the address. */
  readonly schema: Schema<S>;
  mount(host: PageHost<S>): MountedPage;
}

/** What a page is lent. */
export interface PageHost<S> {
  /** Empty, and the page's own. Hidden while another tab is on show; what runs there goes on. */
  readonly element: HTMLElement;
  /** What the address asks for. */
  readonly settings: S;
  /** Writes the settings of the run on show into the address. */
  showSettings(settings: S): void;
  readonly notices: Notices;
}

export interface MountedPage {
  /** Ends workers and listeners; the element goes. The address has been changed by hand, and the page starts anew. */
  unmount(): void;
}

/** What the shell knows of a page before it is opened; to the shell, settings are just an object. */
export interface PageEntry {
  /** In the address. */
  readonly id: string;
  /** On the tab. */
  readonly title: string;
  load(): Promise<Page<object>>;
}

export function pageEntry<S extends object>(id: string, title: string, load: () => Promise<Page<S>>): PageEntry {
  return { id, title, load: load as unknown as PageEntry["load"] };
}
