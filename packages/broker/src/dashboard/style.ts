/** The style of the dashboard: light and dark by the reader's choice, from 400 pixels on. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --ground: #fff; --raised: #f4f6f8; --line: #d0d7de;
  --link: #0b57c2; --good: #11632a; --bad: #b3161b; --busy: #7a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #a3adb8; --ground: #0e1217; --raised: #181e25; --line: #38424d;
    --link: #7ab7ff; --good: #5fd184; --bad: #ff8a84; --busy: #f0bd57; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 2rem; padding: .6rem 1.25rem; background: var(--raised); border-bottom: 1px solid var(--line); }
header ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; }
header li a { display: inline-block; padding: .3rem 0; }
.brand { margin: 0; font-weight: 600; }
main { max-width: 88rem; margin: 0 auto; padding: .5rem 1.25rem 3rem; outline: none; }
a { color: var(--link); }
a[aria-current] { color: var(--text); font-weight: 600; text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--ground); }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
p, dd, td, th { overflow-wrap: break-word; }
.id, bdi { overflow-wrap: anywhere; }
.id, code, pre, .method { font-family: ui-monospace, monospace; font-size: .87em; }
.aside, .empty { color: var(--soft); }
td .aside, th .aside { display: block; font-weight: normal; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.state { font-weight: 600; }
.state::before { content: ''; display: inline-block; width: .6em; height: .6em; margin-right: .35em; border-radius: 50%; background: currentcolor; }
.good { color: var(--good); } .bad { color: var(--bad); } .busy { color: var(--busy); }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; overflow-wrap: anywhere; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: normal; }
td .label { display: none; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
progress { display: block; width: 9rem; max-width: 100%; accent-color: var(--link); }
pre { margin: .4rem 0; padding: .6rem; max-width: 60rem; max-height: 24rem; overflow: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .6rem 1.5rem; margin: .5rem 0 1rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
.panel { padding: .1rem 1rem .4rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
.panel h2 { margin-top: .8rem; }
.filters { display: flex; flex-wrap: wrap; align-items: end; gap: .6rem 1rem; margin: .5rem 0 1rem; }
.filters label { display: grid; color: var(--soft); max-width: 100%; }
input, select, button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--soft); border-radius: 4px; padding: 0 .6rem; height: 2.2rem; max-width: 100%; }
button { background: var(--raised); cursor: pointer; }
.pager { display: flex; gap: 1.5rem; margin: 1rem 0; }
.live { margin-top: 2rem; color: var(--soft); }
[hidden] { display: none; }
@media (max-width: 720px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td, tbody th, caption { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td, tbody th { border: 0; padding: .1rem 0; }
  td .label { display: inline-block; min-width: 6.5rem; color: var(--soft); }
  td .aside, th .aside { display: inline; }
  .facts { grid-template-columns: 1fr; gap: .1rem; }
  .facts div { display: grid; grid-template-columns: 9rem 1fr; gap: .5rem; }
}
@media (prefers-reduced-motion: no-preference) { .skip { transition: top .1s; } }
`;
