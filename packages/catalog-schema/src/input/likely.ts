import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { meantKey } from '../engine/keys.ts';
import { Place } from '../engine/place.ts';
import { findCatalog } from './forms.ts';
import { readInput } from './read.ts';

/**
 * True for a document that was meant for a catalog, sound or not: to choose the catalogs among the files of a folder. A
 * text that cannot be read counts by its words.
 */
export function isLikelyCatalog(content: Uint8Array | string, source: string): boolean {
  const { document, text = '', findings } = readInput(content, { format: 'auto', source, held: true });
  if (document === undefined) {
    const [first] = findings;
    return first?.rule.id !== 'input-one-catalog' && /(?:^|[\s{,"'])(?:services|plans)["']?\s*:/.test(text);
  }
  const { value, at, notes } = findCatalog(document.value, document.at);
  if (!isObject(value)) return false;
  const services = own(value, 'services');
  if (isArray(services)) {
    const isOwn = at === Place.root && notes.length === 0;
    return services.length === 0 ? isOwn : services.some((one) => isObject(one) && isOfferingLike(one));
  }
  if (isObject(services)) return !Object.values(services).some(isContainer);
  return Object.keys(value).some((key) => key === 'services' || meantKey('catalog', key) === 'services');
}

function isOfferingLike(value: JsonObject): boolean {
  const has = (key: string) => Object.hasOwn(value, key);
  return has('plans') || has('bindable') || (has('name') && has('description') && has('id'));
}

/** Docker Compose has services, too. */
function isContainer(value: unknown): boolean {
  return isObject(value) && (Object.hasOwn(value, 'image') || Object.hasOwn(value, 'build'));
}
