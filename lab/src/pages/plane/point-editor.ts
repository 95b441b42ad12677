/**
 * Points of one's own: put, moved and erased with a pointer, or with the keyboard (arrows move a cross, A and B put a
 * point there, Delete erases the nearest).
 */
import { ownView } from "../../state/plane/own-view.js";
import { type LabelledPoint, MOST_POINTS } from "../../state/plane/point-field.js";
import { button } from "../../views/controls/button.js";
import { segmented } from "../../views/controls/segmented.js";
import { element, setText } from "../../views/element.js";
import { drawMark, drawnColour, drawTicks, type Place, planeCanvas } from "../../views/plane-canvas.js";

export interface PointEditor {
  readonly element: HTMLElement;
  set(points: readonly LabelledPoint[]): void;
}

type Pen = "a" | "b" | "erase";

/** How near a point must be to be taken, in pixels of the page. */
const REACH_PX = 14;

export function pointEditor(onChange: (points: readonly LabelledPoint[]) => void, signal: AbortSignal): PointEditor {
  const label = "Your points. Arrow keys move a cross, A and B put a point there, Delete erases the nearest.";
  const plane = planeCanvas(label, signal);
  const canvas = plane.element;
  canvas.classList.add("point-editor");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  const count = element("p", { class: "note", role: "status" });
  let points: readonly LabelledPoint[] = [];
  let pen: Pen = "a";
  let held: number | undefined;
  let cross: { x: number; y: number } | undefined;

  const pens = segmented<Pen>({
    label: "A press puts",
    value: pen,
    options: [
      { value: "a", label: "● A" },
      { value: "b", label: "◆ B" },
      { value: "erase", label: "Erase" },
    ],
    onChange(value) {
      pen = value;
    },
  });
  const clear = button({ label: "Clear", kind: "quiet", icon: "erase", onPress: () => change([]) });

  function show(): void {
    const area = ownView(points);
    plane.draw(area, (context, place, size) => {
      drawTicks(context, place, area, size);
      for (const point of points) drawMark(context, place(point.x, point.y), point.label, false, 4.5);
      if (cross) drawCross(context, place, cross);
    });
    const classes = new Set(points.map((point) => point.label)).size;
    const need = classes < 2 ? " A model needs a point of each class." : "";
    setText(count, `${points.length} of at most ${MOST_POINTS} points.${need}`);
  }

  function change(next: readonly LabelledPoint[]): void {
    points = next;
    show();
    onChange(points);
  }

  function put(x: number, y: number, letter: "a" | "b"): void {
    if (points.length >= MOST_POINTS) return;
    change([...points, { x: rounded(x), y: rounded(y), label: letter === "a" ? 0 : 1 }]);
  }

  function erase(index: number | undefined): void {
    if (index !== undefined) change(points.filter((_, i) => i !== index));
  }

  /** Where an event is in the plane. */
  function at(event: PointerEvent): { x: number; y: number } {
    const { left, top, width } = canvas.getBoundingClientRect();
    const { x, y } = ownView(points);
    const share = (value: number): number => Math.min(1, Math.max(0, value));
    const across = share((event.clientX - left) / width);
    const up = 1 - share((event.clientY - top) / width);
    return { x: x[0] + across * (x[1] - x[0]), y: y[0] + up * (y[1] - y[0]) };
  }

  function nearest(x: number, y: number, reachPx: number): number | undefined {
    const [low, high] = ownView(points).x;
    const reach = (reachPx / canvas.clientWidth) * (high - low);
    const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
    const least = Math.min(...distances);
    return least <= reach ? distances.indexOf(least) : undefined;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const { x, y } = at(event);
    const near = nearest(x, y, REACH_PX);
    if (pen === "erase") erase(near);
    else if (near === undefined) put(x, y, pen);
    else held = near;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const { x, y } = at(event);
    if (pen === "erase") erase(nearest(x, y, REACH_PX));
    else if (held !== undefined)
      change(points.map((point, i) => (i === held ? { ...point, x: rounded(x), y: rounded(y) } : point)));
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    canvas.addEventListener(end, () => {
      held = undefined;
    });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pressed(event.key, event.shiftKey)) return;
    event.preventDefault();
  });

  function pressed(key: string, isFine: boolean): boolean {
    const { x: across } = ownView(points);
    const step = (across[1] - across[0]) / (isFine ? 200 : 20);
    const { x, y } = cross ?? { x: 0, y: 0 };
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[key];
    const inside = (value: number): number => rounded(Math.min(across[1], Math.max(across[0], value)));
    if (move) cross = { x: inside(x + move[0]), y: inside(y + move[1]) };
    else if (/^[ab]$/i.test(key)) put(x, y, key.toLowerCase() as "a" | "b");
    else if (key === "Delete" || key === "Backspace") erase(nearest(x, y, 2 * REACH_PX));
    else return false;
    show();
    return true;
  }

  return {
    element: element(
      "div",
      { class: "point-editor-box" },
      pens.element,
      canvas,
      element("div", { class: "point-editor-foot" }, count, clear.element),
    ),
    set(next) {
      points = next;
      show();
    },
  };
}

/** Three digits keep links short; a pixel is coarser. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}

function drawCross(context: CanvasRenderingContext2D, place: Place, { x, y }: { x: number; y: number }): void {
  const [left, top] = place(x, y);
  context.strokeStyle = drawnColour("--ink");
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left - 8, top);
  context.lineTo(left + 8, top);
  context.moveTo(left, top - 8);
  context.lineTo(left, top + 8);
  context.stroke();
}
