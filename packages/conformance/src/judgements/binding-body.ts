import { brief, isObject, member, type JsonObject } from '../engine/json.ts';
import { isAbsoluteUri, optionalField, requiredField, type FieldType, type Place } from './fields.ts';

/** A judgement about one field of a binding's body; nothing is wrong where the field is absent. */
export type BindingJudgement = (place: Place, body: JsonObject) => void;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function claim(place: Place, expected: string, actual: string, because: string) {
  return { about: place.about, answer: place.answer, expected, actual, because };
}

/** Fields of the binding itself. */
export const bindingFields = {
  credentialsType: (place, body) => void optionalField(place, body, 'credentials', 'object'),
  syslogType: (place, body) => uriField(place, body, 'syslog_drain_url', ['syslog', 'syslog-tls', 'https']),
  routeType: (place, body) => uriField(place, body, 'route_service_url', ['https']),
  volumeType: (place, body) => {
    if (!optionalField(place, body, 'volume_mounts', 'array')) return;
    for (const mount of list(body['volume_mounts'])) {
      place.expect.that(
        isObject(mount),
        claim(place, 'each mount to be an object', brief(mount), 'volume_mounts holds objects'),
      );
    }
  },
  parametersType: (place, body) => void optionalField(place, body, 'parameters', 'object'),
  metadataType: (place, body) => void optionalField(place, body, 'metadata', 'object'),
  endpointsType: (place, body) => {
    if (!optionalField(place, body, 'endpoints', 'array')) return;
    for (const endpoint of list(body['endpoints'])) {
      place.expect.that(
        isObject(endpoint),
        claim(place, 'each endpoint to be an object', brief(endpoint), 'endpoints holds objects'),
      );
    }
  },
} as const satisfies Record<string, BindingJudgement>;

function uriField(place: Place, body: JsonObject, name: string, usual: readonly string[]): void {
  const value = body[name];
  const emptied = value === '' ? ({ weight: 'warning' } as const) : {};
  if (!optionalField(place, body, name, 'string')) return;
  const text = String(value);
  if (
    !place.expect.that(isAbsoluteUri(text), {
      ...claim(place, `"${name}" to be an absolute URI`, brief(text), 'the field is a URL'),
      ...emptied,
    })
  )
    return;
  const scheme = text.slice(0, text.indexOf(':')).toLowerCase();
  const advised = usual
    .map((one) => `${one}:`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
  place.expect.that(usual.includes(scheme), {
    ...claim(
      place,
      `"${name}" to begin with ${advised}`,
      brief(text),
      'Cloud Foundry expects it; the specification asks for a URL only',
    ),
    weight: 'advice',
  });
}

function mountField(name: string, type: FieldType): BindingJudgement {
  return (place, body) => {
    for (const mount of list(body['volume_mounts'])) requiredField(place, mount, name, type);
  };
}

function mountEnum(name: string, values: readonly string[]): BindingJudgement {
  return (place, body) => {
    for (const mount of list(body['volume_mounts'])) {
      const value = member(mount, name);
      if (typeof value !== 'string') continue;
      place.expect.that(
        values.includes(value),
        claim(
          place,
          `"${name}" to be ${values.map((v) => `"${v}"`).join(' or ')}`,
          brief(value),
          'no other value is defined',
        ),
      );
    }
  };
}

/** Fields of volume mounts. */
export const mountFields = {
  driver: mountField('driver', 'string'),
  containerDir: mountField('container_dir', 'string'),
  mode: mountField('mode', 'string'),
  modeEnum: mountEnum('mode', ['r', 'rw']),
  deviceType: mountField('device_type', 'string'),
  deviceTypeEnum: mountEnum('device_type', ['shared']),
  device: mountField('device', 'object'),
  volumeId: (place, body) => {
    for (const mount of list(body['volume_mounts'])) {
      const device = member(mount, 'device');
      if (isObject(device)) requiredField(place, device, 'volume_id', 'string');
    }
  },
  mountConfig: (place, body) => {
    for (const mount of list(body['volume_mounts']))
      optionalField(place, member(mount, 'device'), 'mount_config', 'object');
  },
} as const satisfies Record<string, BindingJudgement>;

/** Fields of endpoints. */
export const endpointFields = {
  host: (place, body) => {
    for (const endpoint of list(body['endpoints'])) {
      const host = member(endpoint, 'host');
      place.expect.that(
        typeof host === 'string' && isHost(host),
        claim(
          place,
          '"host" to be a host name or an IP address',
          `"host": ${brief(host)}`,
          'every endpoint has one',
        ),
      );
    }
  },
  ports: (place, body) => {
    for (const endpoint of list(body['endpoints'])) {
      const ports = member(endpoint, 'ports');
      const fits =
        Array.isArray(ports) && ports.length > 0 && ports.every((port) => typeof port === 'string');
      place.expect.that(
        fits,
        claim(
          place,
          '"ports" to be a non-empty array of strings',
          `"ports": ${brief(ports)}`,
          'every endpoint has them',
        ),
      );
    }
  },
  portFormat: (place, body) => {
    for (const endpoint of list(body['endpoints'])) {
      for (const port of list(member(endpoint, 'ports'))) {
        if (typeof port !== 'string') continue;
        place.expect.that(
          isPortOrRange(port),
          claim(place, 'a port from 1 to 65535, or a range "low-high"', brief(port), 'ports have this form'),
        );
      }
    }
  },
  protocol: (place, body) => {
    for (const endpoint of list(body['endpoints'])) {
      const protocol = member(endpoint, 'protocol');
      if (protocol === undefined) continue;
      const nulled = protocol === null ? ({ weight: 'warning' } as const) : {};
      const fits = protocol === 'tcp' || protocol === 'udp' || protocol === 'all';
      place.expect.that(fits, {
        ...claim(
          place,
          '"tcp", "udp" or "all"',
          `"protocol": ${brief(protocol)}`,
          'no other value is defined',
        ),
        ...nulled,
      });
    }
  },
} as const satisfies Record<string, BindingJudgement>;

/** A host name, an IPv4 or an IPv6 address: no scheme, port, blank, comma or network. */
export function isHost(text: string): boolean {
  if (/^[0-9a-f:.]+$/i.test(text) && text.includes(':')) return URL.canParse(`http://[${text}]`);
  return text.length <= 253 && /^[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63})*\.?$/i.test(text);
}

function isPortOrRange(text: string): boolean {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const low = Number(match[1]);
  const high = match[2] === undefined ? low : Number(match[2]);
  return low >= 1 && high <= 65_535 && low <= high;
}

/** True when the body holds something that an application can use. */
export function hasBindingInformation(body: unknown): boolean {
  return ['credentials', 'syslog_drain_url', 'route_service_url', 'volume_mounts', 'endpoints'].some((name) =>
    isFilled(member(body, name)),
  );
}

/** True for a value that is neither absent, null, empty text, nor an empty container. */
export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}
