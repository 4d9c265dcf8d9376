import { isObject, own } from '../engine/json.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const keys = ['imageUrl', 'documentationUrl', 'supportUrl'];

/** A dashboard cannot follow a link that has no beginning. */
export const offeringUrlsAbsolute = defineRule({
  id: 'offering-urls-absolute',
  advice: 'profile.md#service-metadata',
  summary: 'Links in the metadata are absolute URLs.',
  needs: 'metadata',
  messages: {
    relative: ({ key, url }: { key: string; url: string }) =>
      `"metadata.${key}" is ${quoted(url)}, which is no absolute URL. Write it with its scheme, as in "https://example.com/docs", or remove the key.`,
  },
  examples: {
    good: withOffering({ metadata: { documentationUrl: 'https://example.com/docs' } }),
    bad: withOffering({ metadata: { documentationUrl: 'docs/index.html' } }),
  },
  offering({ value, at }, found) {
    const metadata = value['metadata'];
    if (!isObject(metadata)) return;
    for (const key of keys) {
      const url = own(metadata, key);
      if (typeof url === 'string' && url !== '' && !/^[a-z][a-z0-9+.-]*:\S/i.test(url)) {
        found.relative(at.descend(['metadata', key]), { key, url });
      }
    }
  },
});
