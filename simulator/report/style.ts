import { fontSize } from './svg';

/** Style of the report, light or dark as the reader's system prefers. Okabe and Ito's palette is readable for colour-blind people. */
export const style = `
:root { color-scheme: light dark; --ink: #1c1f23; --soft: #5c6570; --paper: #fff; --line: #dfe3e8; --need: #cfd8e3; --ready: #0072b2; --bad: #d55e00; --ours: #009e73; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --soft: #9aa4b0; --paper: #15181c; --line: #2d333b; --need: #3a4654; --ready: #56b4e9; --bad: #ff8c42; --ours: #2fd3a2; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1040px; padding: 16px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 22px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin-top: 32px; } h3 { font-size: 15px; margin: 0 0 4px; }
p, dd { color: var(--soft); max-width: 75ch; }
.charts { display: grid; gap: 20px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); }
svg { display: block; width: 100%; height: auto; } svg text { font: ${fontSize}px system-ui, sans-serif; fill: var(--soft); }
.grid { stroke: var(--line); } .leader { stroke: var(--soft); stroke-width: 0.6; } .needed { fill: var(--need); } .ready, .plain { fill: none; stroke: var(--ready); stroke-width: 1.3; }
.plain { stroke: var(--soft); stroke-dasharray: 3 3; } .missing { fill: var(--bad); } .ours { fill: var(--ours); } .loser { fill: var(--bad); } .winner { fill: var(--ready); }
.s0 { fill: #e69f00; background: #e69f00; } .s1 { fill: #56b4e9; background: #56b4e9; } .s2 { fill: #009e73; background: #009e73; }
.s3 { fill: #cc79a7; background: #cc79a7; } .s4 { fill: #0072b2; background: #0072b2; } .s5 { fill: #7a6a00; background: #7a6a00; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-bottom: 12px; font-size: 14px; color: var(--soft); } .legend i { display: inline-block; width: 12px; height: 12px; margin-right: 5px; }
.need-key { background: var(--need); } .ready-key { background: var(--ready); } .missing-key { background: var(--bad); } .ours-key { background: var(--ours); }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; white-space: nowrap; }
th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid var(--line); } th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
@media (max-width: 480px) { body { padding: 12px 8px; } }
tr.ours-row td { font-weight: 600; fill: none; } dt { font-weight: 600; margin-top: 8px; } dd { margin: 0; }
`;
