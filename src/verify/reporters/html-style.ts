/** The style of the page, in light and dark. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --soft: #57606a; --line: #d0d7de; --code: #f6f8fa;
  --kept: #116329; --doubtful: #7d4e00; --broken: #b01e28; --open: #57606a;
  --c0: #b6d7f2; --c1: #bfe3c0; --c2: #f3d9a4; --c3: #e6c5ee; --c4: #f4c7bd; --c5: #cfd3da; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --soft: #9198a1; --line: #30363d; --code: #161b22;
  --kept: #56d364; --doubtful: #e3b341; --broken: #ff7b72; --open: #9198a1;
  --c0: #1f4b73; --c1: #1f5130; --c2: #5c4513; --c3: #4f2f5c; --c4: #6b2f28; --c5: #3a414b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main, footer { max-width: 70rem; margin: 0 auto; padding: 1rem; }
footer { color: var(--soft); font-size: .875rem; }
h1 { font-size: 1.5rem; margin: .5rem 0 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.sum { font-size: 1.1rem; font-weight: 600; margin: .25rem 0; }
table { border-collapse: collapse; width: 100%; }
table.narrow { width: auto; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { white-space: nowrap; }
tbody th { font-weight: 500; }
td.number { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
small { color: var(--soft); }
.state { white-space: nowrap; font-weight: 600; }
.kept .state, .sum.kept { color: var(--kept); }
.doubtful .state { color: var(--doubtful); }
.broken .state, .sum.broken { color: var(--broken); }
.open .state { color: var(--open); }
pre { margin: 0; font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.hint { margin: .3rem 0 0; padding-left: .6rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
.log { background: var(--code); padding: .8rem; border-radius: 6px; max-height: 30rem; overflow: auto; }
figure { margin: 1rem 0; }
figcaption { color: var(--soft); margin-bottom: .3rem; }
svg { display: block; width: 100%; height: auto; border-radius: 6px; }
rect { stroke: var(--page); stroke-width: 1.5; }
text { font: 11px ui-monospace, monospace; fill: var(--text); }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 { fill: var(--c4); } .c5 { fill: var(--c5); }
summary { cursor: pointer; color: var(--soft); }
@media (max-width: 40rem) {
  section:first-of-type table, section:first-of-type tbody, section:first-of-type tr, section:first-of-type td, section:first-of-type tbody th { display: block; }
  section:first-of-type thead { position: absolute; clip-path: inset(50%); }
  section:first-of-type tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  section:first-of-type td, section:first-of-type tbody th { border: 0; padding: .1rem .3rem; }
}
`;
