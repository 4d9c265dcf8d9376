import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pause, testUser } from '../client.test-support.ts';
import { lazy, onStage } from '../reference/reference.test-support.ts';
import { launchOrSkip } from './chromium.test-support.ts';

const hostile = `<img src=x onerror="document.title='owned'">'"&`;

describe('the dashboard in Chromium', function () {
  this.timeout(120_000);
  const stage = onStage({ asyncDelayMs: 6000 });
  let browser: Browser;
  const complaints: string[] = [];

  before(async function () {
    browser = await launchOrSkip(this);
    for (const id of [hostile, 'plain']) {
      await stage().put(encodeURIComponent(id), stage().order('small', { parameters: { max_messages: 3 } }));
      await stage().send('PUT', `/v2/service_instances/${encodeURIComponent(id)}/service_bindings/b`, {
        body: {
          service_id: stage().order('small')['service_id'],
          plan_id: stage().order('small')['plan_id'],
        },
      });
    }
    await stage().send('DELETE', '/v2/service_instances/plain');
    for (let index = 0; index < 60; index += 1)
      await stage().put(`many-${String(index)}`, stage().order('small'));
    await pause(250);
  });
  after(async () => {
    await (browser as Browser | undefined)?.close(); // none when skipped
  });
  beforeEach(() => {
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints, 'console and errors').to.deep.equal([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      httpCredentials: testUser,
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${stage().broker.url}/dashboard/${path}`);
    return page;
  }

  const pages = {
    catalog: '',
    instances: 'instances',
    'the instances that a filter finds': 'instances?id=many&state=ready',
    'no instances': 'instances?id=none',
    instance: 'instances/plain',
    'instance with a hostile name': `instances/${encodeURIComponent(hostile)}`,
    'instance that is gone': 'instances/gone',
    bindings: 'bindings',
    operations: 'operations',
    requests: 'requests',
    'recent requests': 'requests?source=recent',
  } as const;

  for (const [look, options] of Object.entries<BrowserContextOptions>({
    'wide and light': { colorScheme: 'light' },
    'narrow and dark': { colorScheme: 'dark', viewport: { width: 400, height: 800 } },
  })) {
    for (const [name, path] of Object.entries(pages)) {
      it(`is accessible and fits: ${name}, ${look}`, async () => {
        if (path === pages.operations) await stage().put('turning', stage().order('durable'), lazy);
        const page = await open(path, options);
        const details = page.locator('details').first();
        if ((await details.count()) > 0) await details.locator('summary').click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).to.be.at.most(options.viewport?.width ?? 1200);
        expect(await page.title()).to.not.equal('owned');
        expect(await page.locator('img').count()).to.equal(0);
        // A page that is not found is a complaint of the browser's own.
        if (path === 'instances/gone') complaints.length = 0;
      });
    }
  }

  it('is walked through by keyboard and by links', async () => {
    const page = await open('');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).to.equal('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).to.equal('main');
    await page.getByRole('navigation').getByRole('link', { name: 'Instances' }).press('Enter');
    await page.waitForURL(/instances$/);
    expect(await page.getByRole('link', { name: 'Instances' }).getAttribute('aria-current')).to.equal('page');
    expect(await page.getByRole('row').count()).to.equal(51);
    await page.getByRole('link', { name: 'Next page' }).press('Enter');
    await page.waitForURL(/after=/);
    expect(await page.getByRole('row').count()).to.equal(14);
    await page.getByLabel('Id begins with').fill(hostile.slice(0, 9));
    await page.keyboard.press('Enter');
    await page.waitForURL(/id=/);
    await page.getByRole('rowheader').getByRole('link').press('Enter');
    await page.waitForURL(/instances\//);
    expect(await page.locator('h1').innerText()).to.equal(`Instance ${hostile}`);
    expect(await page.getByLabel('Message queue').innerText()).to.contain('Waiting');
  });

  it('brings running operations up to date, says so once, and can be paused', async () => {
    const page = await open('operations?instance=live');
    const said = page.locator('#changes');
    expect(await said.innerText()).to.equal('0 operations of this page are running.');
    await stage().put('live', stage().order('durable'), lazy);
    await page.getByText('Allocating storage (10% complete).').waitFor();
    expect(await said.innerText()).to.equal('1 operation of this page is running.');
    expect(await page.getByRole('progressbar').getAttribute('value')).to.equal('10');
    await page.getByRole('link', { name: 'live' }).focus();
    await page.getByText('Opening the queue (60% complete).').waitFor();
    expect(await page.locator(':focus').innerText(), 'keeps the focus').to.equal('live');
    const button = page.getByRole('button', { name: 'Pause updates' });
    await button.press('Enter');
    expect(await button.getAttribute('aria-pressed')).to.equal('true');
    await stage().settle('/v2/service_instances/live', undefined);
    await pause(3500);
    expect(await page.getByText('Opening the queue (60% complete).').count()).to.equal(1);
    await button.press('Enter');
    await page.getByRole('cell', { name: 'succeeded' }).waitFor();
    expect(await said.innerText()).to.equal('0 operations of this page are running.');
  });

  it('says so when the broker does not answer any more', async () => {
    const page = await open('operations');
    await page.context().setOffline(true);
    await page.getByText('The broker does not answer; this page may be out of date.').waitFor();
    complaints.length = 0;
  });

  it('copies the command that repeats a request', async () => {
    const page = await open('requests?instance=plain', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.locator('details summary').last().click();
    await page.getByRole('button', { name: 'Copy' }).last().click();
    await page.getByText('The command was copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.contain('-X PUT').and.to.contain('/v2/service_instances/plain');
  });

  it('can be read and filtered without the script', async () => {
    const page = await open('instances', { javaScriptEnabled: false });
    await page.getByLabel('Id begins with').fill('many-1');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(await page.getByRole('row').count()).to.equal(12);
    await page.getByRole('rowheader').getByRole('link').first().click();
    expect(await page.locator('h1').innerText()).to.match(/^Instance many-1/);
    expect(await page.getByRole('button').count(), 'no button that would do nothing').to.equal(0);
  });
});
