import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createBodyStore } from './body-store.ts';

const spillFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('osb-exchanges-'));

describe('the store of bodies', () => {
  const text = (at: number) => `${String(at)} ü ${'x'.repeat(1000)}`;

  it('gives every text back, from memory or from a file that has no name', () => {
    const before = spillFolders().length;
    const store = createBodyStore({ inMemory: 3000, inAll: 1_000_000 });
    const kept = Array.from({ length: 50 }, (_, at) => store.keep(text(at)));
    expect(kept.map(({ read }) => read())).to.deep.equal(kept.map((_, at) => text(at)));
    expect(kept.map(({ leftOut }) => leftOut)).to.deep.equal(kept.map(() => 0));
    expect(spillFolders().length).to.equal(before);
  });

  it('keeps the beginning of what comes when too much is kept, and says how much it left out', () => {
    const store = createBodyStore({ inMemory: 1500, inAll: 2500 });
    const [first, second, third] = [1, 2, 3].map((at) => store.keep(text(at)));
    expect([first?.read(), second?.read()]).to.deep.equal([text(1), text(2)]);
    const shown = third?.read() ?? '';
    expect(text(3).startsWith(shown)).to.equal(true);
    expect(shown).to.have.length(512);
    expect(third?.leftOut).to.equal(text(3).length - 512);
    expect(store.keep('short').read()).to.equal('short');
  });
});
