/** Two themes, one column on a phone, no font and no picture from elsewhere. */
export const pageStyle = `
  :root { --page: #f4f5f7; --card: #fff; --line: #d9dee3; --text: #1f2933; --soft: #52606d; --bad: #b42318; --wait: #8a5a00; --good: #e6f4ea; }
  @media (prefers-color-scheme: dark) {
    :root { --page: #14181d; --card: #1d232a; --line: #38424d; --text: #e6eaee; --soft: #a3b0bd; --bad: #ff8a80; --wait: #ffc970; --good: #1f3a2a; }
    svg path[stroke]:not(.exemplar), svg polygon, .legend i, .bar i { filter: brightness(1.45); }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
  header, main { max-width: 1320px; margin: 0 auto; padding: 0 12px; } h1 { font-size: 22px; margin: 16px 0 2px; } header p { margin: 0 0 8px; color: var(--soft); }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 12px; padding-bottom: 24px; }
  .stats { grid-column: 1 / -1; display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; }
  .stats > div, section { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; min-width: 0; }
  .stats b { display: block; font-size: 26px; } .stats span { color: var(--soft); }
  .wide { grid-column: 1 / -1; } h2 { font-size: 16px; margin: 0 0 2px; } section > p { margin: 0 0 8px; color: var(--soft); font-size: 13px; }
  section > svg { display: block; width: 100%; height: auto; } .map svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
  .grid { stroke: var(--line); } .tick { font-size: 11px; fill: var(--soft); } .name { font-size: 12px; font-weight: 600; fill: var(--text); } .value { font-size: 10px; fill: #1f2933; }
  .halo { paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
  .legend span { margin-right: 12px; font-size: 12px; white-space: nowrap; display: inline-block; } .legend i { display: inline-block; width: 12px; height: 4px; margin-right: 5px; vertical-align: middle; }
  table { border-collapse: collapse; width: 100%; } td { text-align: left; padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
  .wins td { background: var(--good); font-weight: 600; } ul { margin: 0; padding-left: 18px; } .firing b { color: var(--bad); } .pending b { color: var(--wait); }
  details { border-top: 1px solid var(--line); padding: 6px 0; } summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; } summary em, .failed .what { color: var(--bad); font-style: normal; }
  .span { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) 72px; gap: 8px; align-items: center; font-size: 13px; padding: 1px 0; }
  .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .what b { font-weight: 600; } .took { text-align: right; color: var(--soft); white-space: nowrap; }
  .bar { position: relative; height: 12px; background: var(--page); border-radius: 2px; } .bar i { position: absolute; top: 0; bottom: 0; border-radius: 2px; }
  .empty { color: var(--soft); font-style: italic; } .at { color: var(--soft); margin: 0; } #stale { color: var(--bad); font-weight: 600; }
  @media (max-width: 560px) { .span { grid-template-columns: minmax(0, 1fr) 72px; } .span .bar { grid-column: 1 / -1; grid-row: 2; } }
`;
