/** Race: holds its tab until it is there. */
import { element } from "../../views/element.js";
import type { Page } from "../page.js";

export const racePage: Page<object> = {
  schema: {},
  mount({ element: place }) {
    place.append(element("p", { class: "note" }, "This page is not there yet."));
    return { unmount: () => place.replaceChildren() };
  },
};
