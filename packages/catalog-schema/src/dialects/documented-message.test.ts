import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  examineAsCloudController,
  renderDocumentedMessage,
  responseNotUnderstood,
  returnedError,
  wrongCredentials,
} from './index.ts';

/** A sound service, then the one of the document, which takes the id of the first. */
const documentedCatalog = {
  services: [
    {
      id: 'service-guid-1',
      name: 'service-name-0',
      description: 'A service without fault',
      bindable: true,
      plans: [{ id: 'plan-guid-0', name: 'plan-name-0', description: 'A plan without fault' }],
    },
    {
      id: 'service-guid-1',
      name: 'service-name-1',
      bindable: 'true',
      plans: [
        {
          id: 'plan-guid-1',
          name: 'plan-name-1',
          description: 'A plan with metadata in a list',
          metadata: [{ bullets: ['bullet1', 'bullet2'] }],
        },
      ],
    },
  ],
};

const documentedText = `Server error, status code: 502, error code: 270012, message: Service broker catalog is invalid:
Service service-name-1
  service id must be unique
  service description is required
  service "bindable" field must be a boolean, but has value "true"
  Plan plan-name-1
    plan metadata must be a hash, but has value [{"bullets"=>["bullet1", "bullet2"]}]`;

const document = new URL('../../../../../shared/documents/003_b4a358f68c256147.txt', import.meta.url);
const url = (host: string) => `http://${host}.cf-app.com/v2/catalog`;

describe('dialects: the documented text', () => {
  it('is the example of the document, byte for byte', () => {
    expect(renderDocumentedMessage(documentedCatalog)).to.equal(documentedText);
    expect(renderDocumentedMessage(documentedCatalog, { text: JSON.stringify(documentedCatalog) })).to.equal(
      documentedText,
    );
  });

  it('is the same where the id is taken by another broker', () => {
    const catalog = { services: documentedCatalog.services.slice(1) };
    const taken = { serviceIds: new Set(['service-guid-1']) };
    expect(renderDocumentedMessage(catalog, { taken })).to.equal(documentedText);
  });

  it('stands in the document, and so do the errors of an address', function () {
    if (!existsSync(document)) {
      process.stdout.write(`Skipped: ${document.pathname} is not there.\n`);
      this.skip();
    }
    const page = readFileSync(document, 'utf8');
    expect(page.endsWith(`${documentedText}\n`) || page.endsWith(documentedText)).to.equal(true);
    const unwrapped = page.replace(/\s+/g, ' ');
    for (const line of [
      wrongCredentials(url('github-broker.a1-app')),
      responseNotUnderstood(),
      returnedError(url('github-broker.a1-app'), 404, 'Not Found'),
      returnedError(url('github-broker.primo'), 500, 'Internal Server Error'),
    ]) {
      expect(unwrapped).to.include(line);
    }
  });

  const message = 'Server error, status code: 500, error code: 10001, message:';
  const errors: [string, string][] = [
    [
      wrongCredentials('http://b/v2/catalog'),
      `${message} Authentication failed for the service broker API. Double-check that the username and password are correct: http://b/v2/catalog`,
    ],
    [responseNotUnderstood(), `${message} The service broker response was not understood`],
    [
      returnedError('http://b/v2/catalog', 404, 'Not Found'),
      `${message} The service broker API returned an error from http://b/v2/catalog: 404 Not Found`,
    ],
    [
      returnedError('http://b/v2/catalog', 599, ''),
      `${message} The service broker API returned an error from http://b/v2/catalog: 599`,
    ],
  ];
  for (const [said, expected] of errors) {
    it(`has the error ${said.slice(message.length)}`, () => {
      expect(said).to.equal(expected);
    });
  }

  it('words and places every other problem in the same way', () => {
    const plan = { id: 'p', name: 'n', description: 'd' };
    const service = {
      id: 's',
      name: 'db',
      description: 'd',
      bindable: true,
      dashboard_client: { id: 'c', secret: 'x', redirect_uri: 'u' },
    };
    const catalog = {
      services: [
        { ...service, plans: [plan, plan] },
        {
          ...service,
          requires: ['x'],
          plans: [
            {
              ...plan,
              free: 1,
              maximum_polling_duration: 'x',
              maintenance_info: { version: 'x' },
              schemas: { service_binding: { create: { parameters: { type: 'x' } } } },
            },
          ],
        },
        { name: 'empty', plans: [] },
      ],
    };
    expect(renderDocumentedMessage(catalog).split('\n').slice(1)).to.deep.equal([
      'Service db',
      '  Plan n',
      '    plan id must be unique',
      '    plan name must be unique',
      'Service db',
      '  service id must be unique',
      '  service name must be unique',
      '  service dashboard client id must be unique',
      '  service "requires" field contains unsupported value "x"',
      '  Plan n',
      '    plan id must be unique',
      '    plan free must be a boolean, but has value 1',
      '    maximum polling duration must be an integer, but has value "x"',
      '    maintenance info version must be a Semantic Version, but has value "x"',
      '    Schemas',
      '      schema service_binding.create.parameters is not valid. Schema must have $schema key but was not present',
      'Service empty',
      '  service id is required',
      '  service description is required',
      '  service "bindable" field is required',
      '  at least one plan is required',
    ]);
  });

  it('says so when there is no service', () => {
    expect(renderDocumentedMessage({}).split('\n')[1]).to.equal(
      'service broker must provide at least one service',
    );
  });

  it('does not understand what is no catalog', () => {
    for (const value of [null, [], 'x', { services: 5 }, { services: [1] }]) {
      expect(renderDocumentedMessage(value)).to.equal(responseNotUnderstood());
    }
  });

  it('is empty exactly when Cloud Controller accepts', () => {
    const sound = { services: documentedCatalog.services.slice(0, 1) };
    expect(renderDocumentedMessage(sound)).to.equal('');
    expect(examineAsCloudController(sound)).to.deep.equal([]);
  });
});
