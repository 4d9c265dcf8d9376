import { headlineOf } from '../cause-words.ts';
import { resultsOf, shortestOf, typicalOf, type Cause } from '../causes.ts';
import { markup, type Markup } from '../markup.ts';
import { outcomeWords, plural } from '../words.ts';
import type { Anchors } from './result-list.ts';

/** Causes that the page lists; all of them are in the results. */
const most = 40;

/** What to mend first: each cause of what failed or came to no verdict, with a link to the result that has the details. */
export function causeList(causes: readonly Cause[], anchors: Anchors): Markup | null {
  const grave = causes.filter(({ outcome }) => ['failed', 'errored', 'blocked'].includes(outcome));
  if (grave.length === 0) return null;
  const more = grave.length - most;
  return markup`<h2 id="causes">What to mend first</h2>
<ol class="requirements">${grave.slice(0, most).map((cause) => item(cause, anchors))}</ol>
${more > 0 && markup`<p>${plural(more, 'more cause')} in the results.</p>`}
`;
}

function item(cause: Cause, anchors: Anchors): Markup {
  const { title, symbol } = outcomeWords[cause.outcome];
  const own = cause.waiting.length > 0 ? typicalOf(cause) : shortestOf(cause)?.result;
  const count = resultsOf(cause).length;
  const anchor = own === undefined ? undefined : anchors.get(own);
  return markup`<li class="${cause.outcome}"><span class="mark"><span aria-hidden="true">${symbol} </span>${title}</span> ${headlineOf(cause)}. ${anchor !== undefined && own !== undefined && markup`<a href="#${anchor}">${count === 1 ? 'See' : `${plural(count, 'result')}, see`} <span class="id">${own.check}</span></a>`}</li>
`;
}
