import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Report } from '../engine/report.ts';
import { launchOrSkip } from '../reporting/chromium.test-support.ts';
import { hostileReport, largeReport, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderHtml } from './html.ts';

describe('conformance: HTML report in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  const complaints: string[] = [];

  before(async function () {
    browser = await launchOrSkip(this);
    folder = await mkdtemp(join(tmpdir(), 'osb-html-'));
  });
  after(async () => {
    await (browser as Browser | undefined)?.close(); // none when skipped
    if ((folder as string | undefined) !== undefined) await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints, 'console, errors and requests').to.deep.equal([]);
  });

  async function open(report: Report, hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(folder, 'report.html');
    await writeFile(file, renderHtml(report));
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.isNavigationRequest() && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href + hash);
    return page;
  }

  const visibleResults = (page: Page) => page.locator('li.result:visible').count();
  const status = (page: Page) => page.locator('#shown').innerText();

  it('says the verdict first, then the failures', async () => {
    const page = await open(sampleReport());
    expect(await page.locator('h1').innerText()).to.equal('Not conformant');
    expect(await page.locator('li.result').first().getAttribute('data-outcome')).to.equal('failed');
    const failure = page.locator('.finding:visible').first();
    const text = await failure.innerText();
    for (const part of [
      'PROV-409-PLAN',
      'MUST',
      '409 Conflict',
      '200 OK',
      'was asked for again with "large"',
    ]) {
      expect(text).to.contain(part);
    }
    expect(await failure.getByRole('link', { name: 'Specification 2.17' }).getAttribute('href')).to.match(
      /^https:/,
    );
  });

  for (const [name, options] of Object.entries<BrowserContextOptions>({
    'a wide light page': { colorScheme: 'light' },
    'a narrow dark page': { colorScheme: 'dark', viewport: { width: 400, height: 800 } },
  })) {
    it(`has no accessibility violation and no sideways scrolling on ${name}`, async () => {
      const page = await open(sampleReport(), '', options);
      for (const details of await page.locator('details').all()) {
        await details.evaluate((element) => element.setAttribute('open', ''));
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).to.be.at.most(options.viewport?.width ?? 1100);
    });
  }

  it('is filtered with the keyboard alone, keeps the state in the address, and says how many are left', async () => {
    const page = await open(sampleReport());
    expect(await status(page)).to.equal('All 7 results are shown.');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).to.equal('Skip to the results');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab'); // the first verdict
    expect(await page.locator(':focus').getAttribute('value')).to.equal('failed');
    await page.keyboard.press('Space');
    expect(await status(page)).to.equal('6 of 7 results are shown.');
    expect(await page.locator('section.group.failed').isVisible()).to.equal(false);
    for (let at = 0; at < 8; at += 1) await page.keyboard.press('Tab'); // past the other verdicts and the section
    expect(await page.locator(':focus').getAttribute('name')).to.equal('plan');
    await page.keyboard.type('db / large');
    expect(await status(page)).to.equal('2 of 7 results are shown.');

    const address = page.url();
    expect(address).to.contain('plan=db%2Flarge');
    await page.goto('about:blank');
    await page.goto(address);
    expect(await status(page)).to.equal('2 of 7 results are shown.');
    await page.getByRole('button', { name: 'Show all' }).press('Enter');
    expect(await status(page)).to.equal('All 7 results are shown.');
    expect(page.url()).not.to.contain('plan=');
  });

  it('filters by section and by words', async () => {
    const page = await open(sampleReport());
    await page.getByLabel('Section of the specification').selectOption({ label: 'Deprovisioning' });
    expect(await visibleResults(page)).to.equal(1);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('searchbox').fill('prov-409');
    expect(await visibleResults(page)).to.equal(1);
  });

  it('ignores filters in the address that it does not know', async () => {
    const page = await open(sampleReport(), '#plan=gone&section=gone&verdict=failed,gone');
    expect(await status(page)).to.equal('1 of 7 results are shown.');
  });

  it('opens the result that a link names, also when filters hide it', async () => {
    const page = await open(sampleReport(), '#verdict=passed');
    await page.evaluate(() => (location.hash = '#exchange-7'));
    await page.locator('#exchange-7 pre').first().waitFor({ state: 'visible' });
    expect(await page.locator('#exchange-7').innerText()).to.contain('PUT http://127.0.0.1:8080');
  });

  it('marks setup steps, and builds the transcript of a passed check when it is opened', async () => {
    const page = await open(sampleReport());
    const failed = page.locator('li.result.failed');
    await failed.locator('.transcript > summary').click();
    expect(await failed.locator('.transcript .role').allInnerTexts()).to.deep.equal([
      'setup',
      'probe',
      'polling',
      'clean-up',
    ]);
    const passed = page.locator('li.result.passed');
    await passed.locator('details > summary').first().click();
    await passed.locator('.transcript > summary').click();
    await passed.locator('.transcript li summary').click();
    expect(await passed.locator('pre').first().innerText()).to.contain('X-Broker-API-Version: 2.17');
  });

  it('copies the commands', async () => {
    const page = await open(sampleReport(), '', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy: Reproduce, PROV-409-PLAN' }).press('Enter');
    await page.getByText('Copied to the clipboard').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.match(/^curl -u/);
  });

  it('lists what no check examined in the coverage table', async () => {
    const page = await open(sampleReport());
    expect(await page.locator('#PROV-409-PLAN td').innerText()).to.match(
      /Failed\s*provisioning\/conflict-on-different-plan/,
    );
    expect(await page.locator('#PROV-BODY-OBJECT td').innerText()).to.contain('Inconclusive');
    expect(await page.locator('#CAT-IF-MODIFIED-SINCE td').innerText()).to.equal('Not examined in this run.');
  });

  it('shows all that matters without JavaScript', async () => {
    const page = await open(sampleReport(), '', { javaScriptEnabled: false });
    expect(await visibleResults(page)).to.equal(7);
    expect(await page.locator('form').isVisible()).to.equal(false);
    expect(await page.locator('.finding').first().isVisible()).to.equal(true);
    await page.locator('li.result.errored summary').first().click();
    expect(await page.locator('li.result.errored .reason').innerText()).to.contain('no complete answer');
  });

  it('prints what needs attention although it is folded', async () => {
    const page = await open(sampleReport());
    await page.emulateMedia({ media: 'print' });
    expect(
      await page.locator('li.result.blocked .reason').evaluate((element) => element.checkVisibility()),
    ).to.equal(true);
    expect(await page.locator('form').isVisible()).to.equal(false);
  });

  it('leaves hostile text inert', async () => {
    const report = hostileReport();
    const page = await open(report);
    for (const details of await page.locator('details').all()) {
      await details.evaluate((element) => element.setAttribute('open', ''));
    }
    await page.getByText('Exchange').first().waitFor();
    expect(await page.evaluate(() => 'pwned' in window)).to.equal(false);
    expect(await page.locator('img').count()).to.equal(0);
    expect(await page.locator('script').count()).to.equal(2);
    expect(await page.locator('a[href^="javascript"]').count()).to.equal(0);
    expect(await page.locator('li.result').count()).to.equal(report.results.length);
    const content = renderHtml(report);
    expect(content).not.to.match(/\p{Surrogate}|\p{Bidi_Control}|[^\P{Cc}\n\t]/u);
    expect(await page.locator('dd').first().innerText()).to.contain('⟨U+0000⟩⟨U+D800⟩⟨U+202E⟩');
  });

  it('stays usable with 5,000 results and 20,000 exchanges', async () => {
    const report = largeReport({ results: 5000, exchanges: 20_000, failing: 300 });
    const started = performance.now();
    const content = renderHtml(report);
    expect(performance.now() - started, 'ms to render').to.be.below(30_000);
    expect(content.length, 'characters').to.be.below(30_000_000);
    const page = await open(report);
    const filtered = await page.evaluate(() => {
      const box = document.querySelector<HTMLInputElement>('input[value=passed]');
      const before = performance.now();
      box?.click();
      return performance.now() - before;
    });
    expect(filtered, 'ms to filter').to.be.below(10_000);
    expect(await status(page)).to.match(/^[\d,]+ of 5,000 results are shown\.$/);
    // Clicks from within the page: the queries and hit tests of the driver take longer than the page itself.
    const transcript = await page.evaluate(() => {
      document.querySelector<HTMLButtonElement>('button[type=reset]')?.click();
      const last = [...document.querySelectorAll('li.result.passed')].at(-1);
      const details = last?.querySelector<HTMLDetailsElement>('details.transcript');
      return new Promise<string>((resolve) => {
        details?.addEventListener('toggle', () => setTimeout(() => resolve(details.textContent), 0));
        if (details) details.open = true;
      });
    });
    expect(transcript).to.match(/PUT .* → 200 OK|left out of this page/);
    expect(await status(page)).to.equal('All 5,000 results are shown.');
  });
});
