import type { Related, ValidationResult } from './engine/finding.ts';
import { parsePointer, Place } from './engine/place.ts';
import { findCatalog, type FoundCatalog } from './input/forms.ts';
import { Lines } from './input/lines.ts';
import { readInput } from './input/read.ts';

/**
 * Where places of a catalog stand in the text that it came from; `pointers` lead into its wire form, as
 * `ValidationResult.catalog` has it. Positions are left out where the text does not show them, as behind base64.
 */
export function placesIn(
  { text, source }: ValidationResult,
  pointers: readonly string[],
  form: 'file' | 'wire' = 'file',
): readonly Related[] {
  const plain = pointers.map((pointer) => ({ pointer }));
  if (text === undefined) return plain;
  const reading = readInput(text, {
    format: form === 'wire' ? 'json' : 'auto',
    source,
    held: form === 'file',
  });
  if (reading.document === undefined) return plain;
  const { value, at } = reading.document;
  const found: Pick<FoundCatalog, 'at' | 'origin'> =
    form === 'wire' ? { at: Place.root } : findCatalog(value, at);
  const places = pointers.map((pointer) => {
    const place = found.at.descend(parsePointer(pointer));
    return found.origin?.(place) ?? place;
  });
  const lines = new Lines(text);
  const ranges = reading.locate(places);
  return places.map((place, index) => {
    const range = ranges[index];
    return {
      pointer: place.pointer,
      ...(range !== undefined && { position: lines.position(range.offset, range.length) }),
    };
  });
}
