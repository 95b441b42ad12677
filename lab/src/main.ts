/** Starts the lab. */
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import { keepOffline } from "./offline.js";
import { pageList } from "./pages/page-list.js";
import { startShell } from "./shell.js";

startShell(document.getElementById("lab") as HTMLElement, pageList);
keepOffline();
