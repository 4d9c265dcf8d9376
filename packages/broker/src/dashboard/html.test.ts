import { expect } from 'chai';
import fc from 'fast-check';
import { exact, html } from './html.ts';
import { instancePath, search } from './links.ts';

describe('the pages of the dashboard', () => {
  it('escape what is put into them, in text and in attributes', () => {
    const text = `<b title='x'>"&"</b>`;
    const escaped = '&lt;b title=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;';
    expect(html`<i title="${text}">${text}</i>`.text).to.equal(`<i title="${escaped}">${escaped}</i>`);
    expect(html`${[html`<hr />`, 1, null, undefined, false, '<']}`.text).to.equal('<hr />1&lt;');
  });

  it('show what would hide, and leave the values of fields as they are', () => {
    expect(html`${'a\u202Eb\u0000\uD800'}`.text).to.equal('a⟨U+202E⟩b⟨U+0000⟩⟨U+D800⟩');
    expect(html`${exact('a\u202Eb"')}`.text).to.equal('a\u202Eb&quot;');
  });

  it('let no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).to.not.match(/[<>"']/);
        expect(html`${text}`.text.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).to.not.contain('&');
      }),
    );
  });

  it('link to instances so that the same id comes back', () => {
    const base = new URL('http://broker.example/prefix/dashboard/');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.constantFrom('.', '..', '__proto__', '%2f', '../../x'),
        ),
        (id) => {
          const { pathname, searchParams } = new URL(instancePath(id), base);
          const rest = pathname.slice(base.pathname.length);
          expect(pathname.startsWith(base.pathname)).to.equal(true);
          expect(rest === 'instance' ? searchParams.get('id') : decodeURIComponent(rest.slice(10))).to.equal(
            id,
          );
        },
      ),
    );
    expect(search({ a: undefined, b: '', c: 'x&y' })).to.equal('?c=x%26y');
  });
});
