/** The style sheet of the HTML report; constant, so that the policy of the page can name its hash. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2024; --soft: #565d66; --line: #d9dde2; --panel: #f5f6f8; --link: #0b57a4; --error: #b3261e; --warning: #8a5300; --good: #1f6f3a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181c; --ink: #e6e8eb; --soft: #a5adb8; --line: #343a42; --panel: #1d2126; --link: #86bdf7; --error: #ff8f85; --warning: #f0b355; --good: #7fcf98; }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; background: var(--paper); color: var(--ink); }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1, h2, h3 { line-height: 1.25; margin: 0; }
h1 { font-size: 1.9rem; }
h2 { font-size: 1.35rem; margin-top: 3rem; }
h3 { font-size: 1rem; }
p { margin: 0.4rem 0; }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: 0.5rem 0; padding: 0.5rem 0.75rem; white-space: pre-wrap; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; }
pre .number { color: var(--soft); user-select: none; }
mark { background: none; color: var(--tone); text-decoration: underline wavy var(--tone); text-underline-offset: 0.25em; text-decoration-skip-ink: none; }
ol, ul { padding: 0; margin: 1rem 0 0; list-style: none; }
.finding { --tone: var(--warning); border-left: 4px solid var(--tone); padding: 0.1rem 0 0.1rem 1rem; margin: 0 0 1.5rem; content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.error { --tone: var(--error); }
.severity { color: var(--tone); }
.message { margin: 0.25rem 0; }
.about, .soft { color: var(--soft); font-size: 0.875rem; }
.valid { color: var(--good); } .invalid { color: var(--error); }
table { border-collapse: collapse; margin-top: 1.5rem; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; }
th, td { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--line); font-weight: 400; vertical-align: top; }
thead th { border-top: 0; color: var(--soft); }
td.count { font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
@media print { html { font-size: 10.5pt; } body { max-width: none; padding: 0; } .finding { break-inside: avoid; content-visibility: visible; } }
`;

/** SHA-256 of {@link style} in base64, as the policy wants it. A test holds the two together. */
export const styleHash = 'fmQiWiwY/pHOf1+H83WDzVhFy9fOMNM8Ax9JTJ7LkbQ=';
