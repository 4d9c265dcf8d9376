/**
 * The script of the dashboard, without which everything can still be read: brings the live parts of a page up to date,
 * and copies commands. What it puts into a page is a page of the same broker, parsed and never evaluated.
 */
export const script = `
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const parts = all('[data-live]');
const pause = document.getElementById('pause');
const changes = document.getElementById('changes');
const everyMs = 3000, atMostMs = 60000;
let waitMs = everyMs, timer;

async function update() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(10000) });
      if (!(answer.headers.get('content-type') ?? '').startsWith('text/html') || answer.status === 401) throw new Error();
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (paused()) return;
      for (const part of parts) renew(part, fresh.getElementById(part.id));
      waitMs = everyMs;
    } catch {
      waitMs = Math.min(waitMs * 2, atMostMs);
      say('The broker does not answer; this page may be out of date.');
    }
  }
  if (!paused()) timer = setTimeout(update, waitMs);
}

function renew(part, fresh) {
  if (fresh === null || fresh.dataset.live === undefined) return;
  say(fresh.dataset.summary);
  if (fresh.innerHTML === part.innerHTML) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  part.replaceChildren(...fresh.childNodes);
  if (focused !== null) all('a', part).find((link) => link.getAttribute('href') === focused)?.focus({ preventScroll: true });
}

// Only what changes is read out.
function say(text) {
  if (changes.textContent !== text) changes.textContent = text;
}

const paused = () => pause.getAttribute('aria-pressed') === 'true';

if (parts.length > 0) {
  changes.textContent = parts[0].dataset.summary;
  pause.parentElement.hidden = false;
  pause.addEventListener('click', () => {
    pause.setAttribute('aria-pressed', String(!paused()));
    clearTimeout(timer);
    if (!paused()) update();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || paused()) return;
    clearTimeout(timer);
    update();
  });
  timer = setTimeout(update, everyMs);
}

for (const button of all('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const command = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(command);
    // The clipboard is there for secure pages only; elsewhere the browser copies what is selected.
    const done = navigator.clipboard === undefined
      ? document.execCommand('copy')
      : await navigator.clipboard.writeText(command.textContent).then(() => true, () => document.execCommand('copy'));
    document.getElementById('copied').textContent = done ? 'The command was copied.' : 'The command is selected: copy it with the keyboard.';
  });
}
`;
