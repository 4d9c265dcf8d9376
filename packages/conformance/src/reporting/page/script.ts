/**
 * The script of the HTML report: filters kept in the hash of the address, transcripts built when they are opened, and
 * copying. It is constant, so that the policy of the page can name its hash; text reaches the page as text only.
 */
export const script = `
'use strict';
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const form = document.getElementById('filters');
const shown = document.getElementById('shown');
const results = all('li.result').map((item) => ({
  item,
  sections: new Set(item.dataset.sections.split(' ')),
  text: (item.querySelector('summary').textContent + ' ' + item.dataset.requirements).toLowerCase(),
}));
const groups = all('section.group');
const boxes = all('input[name=verdict]', form);
const fields = { section: form.elements.section, plan: form.elements.plan, text: form.elements.text };

function applyFilters() {
  const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const section = fields.section.value, plan = fields.plan.value, words = fields.text.value.toLowerCase().trim();
  let count = 0;
  for (const result of results) {
    const matches = verdicts.has(result.item.dataset.outcome) && (section === '' || result.sections.has(section)) &&
      (plan === '' || result.item.dataset.plan === plan) && (words === '' || result.text.includes(words));
    result.item.hidden = !matches;
    if (matches) count += 1;
  }
  for (const group of groups) group.hidden = group.querySelector('li.result:not([hidden])') === null;
  const total = results.length.toLocaleString('en-US');
  shown.textContent = count === results.length ? 'All ' + total + ' results are shown.'
    : count.toLocaleString('en-US') + ' of ' + total + ' results are shown.';
}

function writeHash() {
  const state = new URLSearchParams();
  if (boxes.some((box) => !box.checked)) state.set('verdict', boxes.filter((box) => box.checked).map((box) => box.value).join(','));
  for (const [name, field] of Object.entries(fields)) if (field.value !== '') state.set(name, field.value);
  const hash = state.toString();
  history.replaceState(null, '', location.href.split('#')[0] + (hash === '' ? '' : '#' + hash));
}

function readHash() {
  const hash = location.hash.slice(1);
  if (hash !== '' && !hash.includes('=')) return reveal(document.getElementById(hash));
  const state = new URLSearchParams(hash);
  const verdicts = state.has('verdict') ? new Set(state.get('verdict').split(',')) : null;
  for (const box of boxes) box.checked = verdicts === null || verdicts.has(box.value);
  for (const [name, field] of Object.entries(fields)) {
    field.value = state.get(name) ?? '';
    if (field.selectedIndex === -1) field.value = '';
  }
  applyFilters();
}

function reveal(target) {
  if (target === null) return;
  const result = target.closest('li.result');
  if (result !== null && result.hidden) resetFilters();
  if (result === target) target.querySelector('details').open = true;
  for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target.scrollIntoView();
}

function resetFilters() {
  for (const box of boxes) box.checked = true;
  for (const field of Object.values(fields)) field.value = '';
  applyFilters();
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

let recorded;
function buildTranscript(transcript) {
  recorded ??= new Map(JSON.parse(document.getElementById('exchanges').textContent).map((entry) => [entry[0], entry]));
  const list = element('ol', '');
  for (const reference of transcript.dataset.exchanges.split(' ')) {
    const [id, role, word] = reference.split(':');
    const entry = recorded.get(Number(id));
    const item = element('li', role);
    if (entry === undefined) {
      item.append(element('span', 'role', word), ' Exchange ' + id + ' is left out of this page. The JSON report of the run has it.');
    } else {
      const details = element('details', ''), summary = element('summary', '');
      summary.append(element('span', 'role', word), ' ', element('code', '', entry[1]), ' ', element('span', 'time', entry[2]));
      details.append(summary, element('pre', '', entry[3]), element('pre', '', entry[4]));
      item.append(details);
    }
    list.append(item);
  }
  transcript.querySelector('.later').replaceWith(list);
  delete transcript.dataset.exchanges;
}

async function copy(button) {
  const source = button.parentElement.querySelector('pre');
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    getSelection().selectAllChildren(source);
    document.execCommand('copy');
  }
  button.textContent = 'Copied';
  document.getElementById('said').textContent = 'Copied to the clipboard';
  setTimeout(() => { button.textContent = 'Copy'; document.getElementById('said').textContent = ''; }, 2000);
}

form.hidden = false;
for (const button of all('button.copy')) button.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => { applyFilters(); writeHash(); });
form.addEventListener('reset', (event) => { event.preventDefault(); resetFilters(); writeHash(); });
addEventListener('hashchange', readHash);
document.addEventListener('toggle', (event) => {
  if (event.target.open && event.target.dataset.exchanges !== undefined) buildTranscript(event.target);
}, true);
document.addEventListener('click', (event) => {
  const button = event.target.closest('button.copy');
  if (button !== null) copy(button);
  const link = event.target.closest('a[href^="#"]');
  if (link !== null && link.hash === location.hash) reveal(document.getElementById(link.hash.slice(1)));
});
applyFilters();
readHash();
`;
