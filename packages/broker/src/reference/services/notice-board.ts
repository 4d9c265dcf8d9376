import { defineService, type Service } from '../../catalog/define-service.ts';

/** An offering whose instances cannot be bound. */
export function noticeBoard(): Service {
  return defineService({
    id: '7f0c5d6e-51a8-4f0f-b8a8-6d1c1b9f4d01',
    name: 'notice-board',
    description: 'Keeps one notice for a space. Instances cannot be bound.',
    tags: ['notice'],
    metadata: { displayName: 'Notice Board', providerDisplayName: 'osb-kit' },
    bindable: false,
    plans: [
      {
        id: '5b8c2b1e-0d3a-4a5c-8f21-9c7f2a6e3d02',
        name: 'plain',
        description: 'One notice of up to 200 characters.',
        free: true,
        schemas: {
          provision: {
            $schema: 'http://json-schema.org/draft-04/schema#',
            type: 'object',
            properties: { notice: { type: 'string', maxLength: 200, description: 'The text to show.' } },
          },
        },
      },
    ],
    provision: ({ parameters }) => ({ metadata: { labels: { notice: parameters.notice ?? '' } } }),
    deprovision: () => undefined,
  });
}
