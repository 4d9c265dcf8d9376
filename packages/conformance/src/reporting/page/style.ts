/** The style sheet of the HTML report. It is constant, so that the policy of the page can name its hash. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2024; --soft: #565d66; --line: #d9dde2; --panel: #f5f6f8; --link: #0b57a4;
  --failed: #b3261e; --errored: #8a3ba8; --blocked: #7a4f01; --warned: #8a5300; --inconclusive: #4a5a8a;
  --skipped: #565d66; --passed: #1f6f3a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --ink: #e6e8eb; --soft: #a5adb8; --line: #343a42; --panel: #1d2126; --link: #86bdf7;
    --failed: #ff8f85; --errored: #d8a1ee; --blocked: #e2b45f; --warned: #f0b355; --inconclusive: #a9b8ee;
    --skipped: #a5adb8; --passed: #7fcf98;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; background: var(--paper); color: var(--ink); }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
[hidden] { display: none !important; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin: 3rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 0.25rem; }
h4 { font-size: 1rem; font-weight: 600; margin: 0 0 0.35rem; }
p { margin: 0.4rem 0; }
code, pre, .id { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: 0.35rem 0; padding: 0.6rem 0.75rem; white-space: pre-wrap; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; font-size: 0.8125rem; }
ul, ol { margin: 0; padding: 0; list-style: none; }
button, select, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; padding: 0.25rem 0.6rem; max-width: 100%; }
input[type="checkbox"] { width: 1rem; height: 1rem; margin: 0; accent-color: var(--link); }
button { cursor: pointer; }
summary { cursor: pointer; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.kind { color: var(--soft); margin: 0 0 0.5rem; }
.failed { --tone: var(--failed); } .errored { --tone: var(--errored); } .blocked { --tone: var(--blocked); }
.warned { --tone: var(--warned); } .inconclusive { --tone: var(--inconclusive); }
.skipped { --tone: var(--skipped); } .passed { --tone: var(--passed); }
.conformant { --tone: var(--passed); } .not-conformant { --tone: var(--failed); } .undecided { --tone: var(--blocked); }
.verdict { border-left: 4px solid var(--tone); padding-left: 1rem; }
.verdict h1 { color: var(--tone); }
.verdict p { font-size: 1.125rem; margin: 0.35rem 0 0; max-width: 46rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.35rem 1.75rem; margin: 1.5rem 0; }
.counts b { color: var(--tone); font-size: 1.25rem; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; margin: 0.5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; white-space: pre-line; }
.contents { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 1.25rem; }
form { border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 1rem 1rem; margin: 0.75rem 0; }
fieldset { border: 0; margin: 0 0 0.75rem; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; }
legend, .field > span { color: var(--soft); font-size: 0.875rem; padding: 0; }
legend { float: left; margin-right: 1.1rem; }
fieldset label { display: inline-flex; gap: 0.4rem; align-items: center; }
.fields { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; }
.field { display: flex; flex-direction: column; flex: 1 1 13rem; min-width: 0; }
.field select, .field input { width: 100%; }
#shown { color: var(--soft); margin: 0; min-height: 1.5em; }
.meaning { color: var(--soft); margin: 0 0 0.5rem; }
.result { border-top: 1px solid var(--line); }
.result:last-child { border-bottom: 1px solid var(--line); }
.result > details > summary { padding: 0.5rem 0 0.5rem 1.5rem; list-style: none; position: relative; }
.result > details > summary::-webkit-details-marker { display: none; }
.result > details > summary::before { content: "\\25B8"; position: absolute; left: 0.25rem; color: var(--soft); }
.result > details[open] > summary::before { content: "\\25BE"; }
.result > details > summary:hover .title { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
.mark { color: var(--tone); font-weight: 600; font-size: 0.875rem; margin-right: 0.5rem; }
.title { font-weight: 500; }
.about { display: flex; flex-wrap: wrap; gap: 0 1.1rem; color: var(--soft); font-size: 0.875rem; }
.detail { padding: 0.25rem 0 1.25rem 1.5rem; }
.finding { border-left: 3px solid var(--tone); padding-left: 1rem; margin: 0.75rem 0 1.25rem; }
.level { font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.02em; }
.finding .level { color: var(--tone); }
.since { font-size: 0.875rem; font-weight: 400; color: var(--soft); }
.statement { max-width: 46rem; }
dd.actual { font-weight: 600; }
.label { color: var(--soft); margin: 0.75rem 0 0; }
.copyable { display: flex; gap: 0.5rem; align-items: flex-start; }
.copyable pre { flex: 1; min-width: 0; }
.copyable button { margin-top: 0.35rem; font-size: 0.875rem; }
.requirements li { margin: 0.15rem 0; }
.notes { margin: 0.5rem 0; padding-left: 1.1rem; list-style: disc; }
.transcript { margin: 0.5rem 0; }
.transcript > ol { border-left: 1px solid var(--line); margin: 0.35rem 0 0 0.3rem; padding-left: 0.9rem; }
.transcript li { margin: 0.3rem 0; }
.role { display: inline-block; min-width: 4.6rem; color: var(--soft); font-size: 0.8125rem; }
.probe > .role, .probe > details > summary > .role { color: var(--ink); font-weight: 600; }
.time { color: var(--soft); font-size: 0.8125rem; white-space: nowrap; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; }
tbody th[scope="rowgroup"] { padding-top: 1.4rem; font-weight: 600; border-top: 0; }
tbody th[scope="row"] { font-weight: 400; width: 58%; }
td .none { color: var(--soft); }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.875rem; }
@media (max-width: 36rem) {
  body { padding: 1.25rem 0.9rem 3rem; }
  h1 { font-size: 1.6rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 0.4rem; }
  .detail, .result > details > summary { padding-left: 1.25rem; }
  .finding { padding-left: 0.7rem; }
  .copyable { flex-direction: column; gap: 0; }
  .copyable pre { width: 100%; }
  .role { min-width: 0; margin-right: 0.4rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #fff; --link: #000;
    --failed: #8f1d17; --errored: #6b2d83; --blocked: #5e3d00; --warned: #6b4000; --inconclusive: #39466b; --skipped: #444; --passed: #17552c;
  }
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  form, button, .contents, .skip { display: none; }
  .result { content-visibility: visible; break-inside: avoid-page; }
  .finding dl { break-inside: avoid; }
  .result.failed > details::details-content, .result.warned > details::details-content,
  .result.errored > details::details-content, .result.blocked > details::details-content,
  .result.inconclusive > details::details-content { content-visibility: visible; display: block; }
}
`;
