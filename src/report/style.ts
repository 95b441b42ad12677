/** The looks of reports and charts: two tones on paper and three more for classes, light and dark as the reader has set. Text only. */

const light =
  "--page:#fdfdfc;--ink:#1d2024;--muted:#5d6570;--line:#e3e5e9;--faint:#f4f5f6;--accent:29 95 191;--secondary:184 80 0;--tone2:0 117 94;--tone3:152 58 134;--tone4:96 104 116";
const dark =
  "--page:#131518;--ink:#e7e9ec;--muted:#9aa4b0;--line:#2b3037;--faint:#1b1e22;--accent:124 179 255;--secondary:244 163 88;--tone2:82 204 168;--tone3:226 148 212;--tone4:164 174 186";

/**
 * Colour variables on `root`; print is always light. Blue and orange stay apart in all common colour blindness;
 * classes beyond two are told apart by their marks as well.
 */
export function themeStyle(root: ":root" | "svg"): string {
  return `${root}{${light}}@media screen and (prefers-color-scheme:dark){${root}{${dark}}}`;
}

/** Rules for the SVG of charts. */
export const chartStyle: string = `
.chart{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
.chart text{fill:var(--muted)}.chart .name{fill:var(--ink)}.chart .label{fill:var(--muted);font-style:italic}
.chart .faint{color:var(--muted)}.chart .faint .line{stroke-width:1.1;opacity:.6}.chart .broken{stroke-dasharray:8 4.5}.chart .reference{fill:none;stroke:var(--muted);stroke-dasharray:5 5}
.chart .band{fill:currentColor;opacity:.15}.chart .bar{fill:currentColor;opacity:.35}.chart .whisker{stroke:currentColor;stroke-width:1.2}
.chart .hit{fill:none;stroke:transparent;stroke-width:9;pointer-events:stroke}.chart g:hover .hit{stroke:rgb(var(--accent)/.25)}
.chart .grid{stroke:var(--line)}.chart .axis{stroke:var(--muted)}
.chart .accent{color:rgb(var(--accent))}.chart .secondary{color:rgb(var(--secondary))}
.chart .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.chart .dashed{stroke-dasharray:1 4.5;stroke-width:2.4}
.chart .contour{fill:none;stroke:var(--muted)}
.chart .tone0{color:rgb(var(--accent))}.chart .tone1{color:rgb(var(--secondary))}.chart .tone2{color:rgb(var(--tone2))}.chart .tone3{color:rgb(var(--tone3))}.chart .tone4{color:rgb(var(--tone4))}
.chart .ink path{fill:var(--ink);shape-rendering:crispEdges}
.chart .region{fill:currentColor;fill-opacity:.16;shape-rendering:crispEdges}
.chart .mark{fill:currentColor;stroke:var(--page);stroke-width:.9;stroke-linejoin:round}
.chart circle{fill:currentColor}.chart .ring{fill:var(--page);stroke:currentColor;stroke-width:2}.chart .hover circle{fill:transparent}.chart .hover circle:hover{fill:currentColor}
`;

/** Rules for a whole report. */
export const pageStyle: string = `${themeStyle(":root")}
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1000px;margin:0 auto;padding:clamp(28px,6vw,72px) clamp(18px,4vw,40px)}
h1,h2,h3{font-weight:600;line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:clamp(1.35rem,1.1rem + 1vw,1.75rem)}h2{font-size:1.2rem}h3{font-size:1rem}
p{margin:.4em 0 0;max-width:68ch}
section{margin-top:clamp(44px,7vw,72px)}
.note,figcaption,footer{color:var(--muted);font-size:.875rem}
.headline{margin:.55em 0 0;display:flex;flex-wrap:wrap;align-items:baseline;gap:.1em .9em;max-width:none}
.headline strong{font-size:clamp(3rem,2rem + 5vw,4.75rem);font-weight:400;letter-spacing:-.035em;line-height:1.1;color:rgb(var(--accent));font-variant-numeric:tabular-nums}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,clamp(140px,19vw,190px)),1fr));gap:18px 32px;margin:30px 0 0;padding-top:26px;border-top:1px solid var(--line)}
.facts dt{color:var(--muted);font-size:.8125rem}.facts dd{margin:1px 0 0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
figure{margin:0;min-width:0}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:44px 52px}
.charts figure{max-width:560px}.charts h2{margin-bottom:14px}.chart{display:block;width:100%;height:auto;overflow:visible}
figcaption{margin-top:8px}
.warning{margin-top:18px;color:rgb(var(--secondary))}
details{margin-top:26px}summary{cursor:pointer;color:var(--muted);font-size:.875rem}
.scroll{overflow-x:auto;margin-top:20px;max-width:100%}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
th{font-weight:500;color:var(--muted);text-align:right;padding:5px 10px;white-space:nowrap}
td{text-align:right;padding:5px 10px;white-space:nowrap}
.rows td,.rows th{border-top:1px solid var(--line)}.rows thead th{border:0}.rows tfoot tr:first-child td,.rows tfoot tr:first-child th{border-top-color:var(--muted)}
.matrix{border-collapse:separate;border-spacing:2px}
.matrix th{padding:4px 7px}.matrix thead th{text-align:center}.matrix td{min-width:2.9em;padding:6px 7px;text-align:center;border-radius:3px;background:var(--faint)}
.matrix thead .turned{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;padding:7px 4px}
.matrix .right{background:rgb(var(--accent)/var(--a))}.matrix .wrong{background:rgb(var(--secondary)/var(--a))}
.matrix .none{color:var(--muted)}.matrix .total{background:none;text-align:right;padding-left:14px}
.matrix .foot td{background:none}.matrix tbody th{position:sticky;left:0;background:var(--page)}.matrix .axis-name{font-style:italic;font-weight:400;text-align:center}.matrix .corner{font-style:italic;font-weight:400;vertical-align:bottom}
.digits{list-style:none;margin:22px 0 0;padding:0;display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:clamp(12px,2.4vw,26px) clamp(8px,2.4vw,26px);max-width:620px}
.digits li{text-align:center;line-height:1.3;font-size:clamp(.75rem,.62rem + .6vw,.9375rem);font-variant-numeric:tabular-nums;min-width:0;overflow-wrap:anywhere}
.digits img{display:block;width:100%;height:auto;margin-bottom:6px;image-rendering:pixelated;border-radius:4px}
.digits b{font-weight:600}.digits span{display:inline-block}.digits i{font-style:normal;font-weight:600;color:rgb(var(--secondary))}.digits small{display:block;color:var(--muted);font-size:.9em}
.inverted{filter:invert(1) contrast(.96)}
.units{display:block;margin-top:22px;image-rendering:pixelated;width:100%;height:auto}
.scale{display:flex;align-items:center;gap:10px;margin-top:14px;color:var(--muted);font-size:.875rem;font-variant-numeric:tabular-nums}
.scale span{width:min(200px,40vw);height:10px;border-radius:5px}
pre{margin:16px 0 0;padding:16px 18px;background:var(--faint);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{margin-top:clamp(44px,7vw,72px);padding-top:18px;border-top:1px solid var(--line)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid rgb(var(--accent));outline-offset:3px}
@media screen and (prefers-color-scheme:dark){.inverted{filter:none}}
@media (max-width:560px){.scores{font-size:.75rem}.scores th,.scores td{padding:4px 6px;white-space:normal}.matrix{font-size:clamp(.6875rem,3vw,.75rem);border-spacing:1px}.matrix td{min-width:2.2em;padding:5px 1px}.matrix th{padding:3px}.matrix .corner,.matrix .foot th{white-space:normal}.matrix .total{padding-left:5px}}
@media print{:root{color-scheme:light;--page:#fff}details:not([open]){display:none}body{font-size:11pt}main{padding:0;max-width:none}section{margin-top:30pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}figure,.digits li,tr,.units,h2,pre{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}.digits{max-width:430px}}
${chartStyle}`;
