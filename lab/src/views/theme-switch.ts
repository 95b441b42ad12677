/** Light, dark or as the system has it; remembered on this device. */
import { announceTheme } from "./colours.js";
import { button } from "./controls/button.js";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const KEY = "wasmlp-lab-theme";

export function themeSwitch(): HTMLElement {
  let theme = remembered();
  const made = button({
    label: "Theme",
    kind: "quiet",
    icon: "theme",
    isIconOnly: true,
    onPress() {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
      wear(theme);
      made.setLabel(labelOf(theme));
      remember(theme);
      announceTheme();
    },
  });
  wear(theme);
  made.setLabel(labelOf(theme));
  return made.element;
}

function labelOf(theme: Theme): string {
  return `Theme: ${theme === "system" ? "as the system" : theme}`;
}

function wear(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Storage may be refused; the theme is then forgotten with the page. */
function remembered(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? "system";
  } catch {
    return "system";
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing is lost but the memory of a switch.
  }
}
