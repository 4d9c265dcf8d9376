import { isObject, own } from '../engine/json.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';

const most = 64 * 1024;

/** A picture inside the catalog travels with every fetch and lies in the platform's database. */
export const offeringImageUrlSmall = defineRule({
  id: 'offering-image-url-small',
  advice: 'profile.md#service-metadata',
  summary: 'A picture that is part of the catalog is at most 64 kB large.',
  needs: 'metadata',
  messages: {
    large: ({ kilobytes }: { kilobytes: number }) =>
      `"metadata.imageUrl" is ${kilobytes} kB long and is stored and sent with every catalog. Shrink the picture below 64 kB, or link to it.`,
  },
  examples: {
    good: withOffering({ metadata: { imageUrl: 'data:image/png;base64,iVBORw0KGgo=' } }),
    bad: withOffering({ metadata: { imageUrl: `data:image/png;base64,${'A'.repeat(most)}` } }),
  },
  offering({ value, at }, found) {
    const metadata = value['metadata'];
    const url = isObject(metadata) ? own(metadata, 'imageUrl') : undefined;
    if (typeof url !== 'string' || url.length <= most) return;
    found.large(at.descend(['metadata', 'imageUrl']), { kilobytes: Math.ceil(url.length / 1024) });
  },
});
