import { createBroker, defineService, openStore } from '@osb-kit/broker';

const coffee = defineService({
  id: '3f0b1c52-6f0e-4b51-9d0e-7b1a53c1a001',
  name: 'coffee',
  description: 'Brews coffee for a team.',
  plans: [
    {
      id: '9d2f6c1e-2a77-4c43-8f55-0f4b5e0d7a02',
      name: 'pot',
      description: 'One pot of coffee.',
      schemas: {
        provision: {
          $schema: 'http://json-schema.org/draft-04/schema#',
          type: 'object',
          properties: { strength: { type: 'string', enum: ['mild', 'strong'] } },
        },
      },
    },
  ],

  provision: ({ parameters, defer }) =>
    defer('brew', { grams: parameters.strength === 'strong' ? 80 : 50 }, { description: 'Heating water.' }),
  deprovision: () => undefined,
  bind: ({ binding }) => ({ credentials: { mug: `mug-${binding.id}` } }),
  unbind: () => undefined,

  steps: {
    brew: ({ data, defer }) => defer('pour', data, { afterMs: 50, description: 'Brewing.' }),
    pour: ({ data, done }) => done({ state: data }),
  },
});

const { BROKER_PASSWORD: password, DATA_DIR: dataDir = 'data', PORT = '8080' } = process.env;
if (password === undefined) throw new Error('Set BROKER_PASSWORD to the password that platforms are to use.');
const { store } = await openStore({ dataDir });
const authentication = [{ username: 'platform', password }];
const broker = await createBroker({ services: [coffee], store, authentication });
console.log(`Listening on ${await broker.listen({ port: Number(PORT) })}`);
process.once('SIGTERM', () => void broker.close());
