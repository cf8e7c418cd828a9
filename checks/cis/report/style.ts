/** Style of the HTML report, for light and dark screens and for print. */
export const style = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #57606a; --pass: #1a7f37; --fail: #cf222e; --manual: #9a6700; --none: #57606a; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #9198a1; --pass: #3fb950; --fail: #f85149; --manual: #d29922; --none: #9198a1; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.counts { font-weight: 600; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
th:nth-child(1) { width: 8.5rem; } th:nth-child(2) { width: 3.2rem; } th:nth-child(3) { width: 6.8rem; } th:nth-child(4) { width: 27%; }
.id { font-variant-numeric: tabular-nums; font-weight: 600; }
.status { border: 1px solid; border-radius: 1rem; padding: .05rem .5rem; font-size: .8rem; white-space: nowrap; }
.pass { color: var(--pass); } .fail { color: var(--fail); font-weight: 700; } .manual { color: var(--manual); } .not-applicable { color: var(--none); }
ul { margin: 0; padding-left: 1.1rem; } p { margin: .2rem 0; }
code { font: .88em ui-monospace, monospace; }
.file, .note { color: var(--soft); font-size: .85rem; } .problem { color: var(--fail); font-weight: 600; }
@media (max-width: 720px) {
  thead { display: none; } tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  td { display: inline-block; border: 0; padding: .1rem .5rem .1rem 0; } td:nth-child(2)::before { content: 'level '; }
  td:nth-child(4), td:nth-child(5) { display: block; }
}
@media print { details > ul { display: block; } }
`;
