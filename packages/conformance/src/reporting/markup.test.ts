import { expect } from 'chai';
import * as fc from 'fast-check';
import { jsonForScript, markup, prose } from './markup.ts';

describe('conformance: markup', () => {
  it('escapes text and keeps markup', () => {
    const inner = markup`<b title="${`"'`}">${'<i>&'}</b>`;
    expect(markup`<p>${inner}${1}${null}${undefined}${false}${['a', inner]}</p>`.text).to.equal(
      `<p><b title="&quot;&#39;">&lt;i&gt;&amp;</b>1a<b title="&quot;&#39;">&lt;i&gt;&amp;</b></p>`,
    );
  });

  it('sets code of a sentence apart, and leaves a lone backtick alone', () => {
    expect(prose('carries `error` = `<b>`').text).to.equal(
      'carries <code>error</code> = <code>&lt;b&gt;</code>',
    );
    expect(prose('a ` b').text).to.equal('a ` b');
  });

  it('lets no text through that could end a text or an attribute, or that a document cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(markup`${text}`.text).not.to.match(/[<>"']|[^\P{Cc}\n\t]|\p{Surrogate}|\p{Bidi_Control}/u);
      }),
    );
  });

  it('writes JSON that does not end its script and reads back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { text } = jsonForScript([value, '</script><!--']);
        expect(text).not.to.contain('<');
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify([value, '</script><!--'])));
      }),
    );
  });
});
