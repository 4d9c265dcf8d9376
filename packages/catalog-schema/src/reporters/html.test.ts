import { createHash } from 'node:crypto';
import { expect } from 'chai';

import { sampleResults } from '../testing/sample-results.ts';
import { style, styleHash } from './html-style.ts';
import { htmlReporter } from './html.ts';

describe('html reports', () => {
  const text = htmlReporter.render(sampleResults());

  it('have a policy that allows their own style sheet and nothing else', () => {
    expect(styleHash).to.equal(createHash('sha256').update(style).digest('base64'));
    expect(text).to.contain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${styleHash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(text).to.contain(`<style>${style}</style>`);
  });
  it('load nothing and run nothing', () => {
    expect(text).to.not.match(/<(script|link|img|iframe|object|svg)|\son\w+=|\sstyle=|url\(|@import/i);
  });
  it('escape every text of a catalog', () => {
    expect(text).to.not.contain('<b>');
    expect(text).to.contain('&lt;b&gt;&amp;&quot;&#39;');
    expect(text).to.not.match(/[^\P{Cc}\t\n]|\u202e|\p{Surrogate}/u);
    expect(text).to.not.contain('hunter2');
  });
  it('underline the offending part', () => {
    expect(text).to.contain('&quot;bindable&quot;: <mark>&quot;true&quot;</mark>,');
  });
  it('name language, title, main part and headings', () => {
    for (const part of ['<html lang="en">', '<title>Catalog validation: 3 catalogs', '<main>', '<h1>']) {
      expect(text).to.contain(part);
    }
    expect(text.match(/<h2 /g)).to.have.length(3);
    expect(text.match(/<th scope="row">/g)).to.have.length(3);
  });
});
