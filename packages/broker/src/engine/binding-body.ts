import type { Permission } from '../catalog/define-service.ts';
import type { BindingResult, VolumeMount } from '../catalog/handlers.ts';
import type { Json, JsonObject } from '../json.ts';

/** Renders what a bind handler returned as the wire knows it. Throws on what the catalog does not permit. */
export function bindingBody(result: BindingResult, requires: readonly Permission[]): JsonObject {
  demand(requires, 'syslog_drain', 'syslogDrainUrl', result.syslogDrainUrl);
  demand(requires, 'route_forwarding', 'routeServiceUrl', result.routeServiceUrl);
  demand(requires, 'volume_mount', 'volumeMounts', result.volumeMounts);
  const metadata = bindingMetadata(result);
  const body: Record<string, Json> = {};
  if (metadata !== undefined) body['metadata'] = metadata;
  if (result.credentials !== undefined) body['credentials'] = result.credentials;
  if (result.syslogDrainUrl !== undefined) body['syslog_drain_url'] = result.syslogDrainUrl;
  if (result.routeServiceUrl !== undefined) body['route_service_url'] = result.routeServiceUrl;
  if (result.volumeMounts !== undefined) body['volume_mounts'] = result.volumeMounts.map(wireMount);
  if (result.endpoints !== undefined) {
    body['endpoints'] = result.endpoints.map(({ host, ports, protocol }) => ({
      host,
      ports,
      ...(protocol !== undefined && { protocol }),
    }));
  }
  return body;
}

function demand(
  requires: readonly Permission[],
  permission: Permission,
  field: string,
  value: unknown,
): void {
  if (value === undefined || requires.includes(permission)) return;
  throw new Error(
    `The bind handler returned ${field}, and the offering does not declare requires: ['${permission}']. Declare it.`,
  );
}

function bindingMetadata({ expiresAt, renewBefore }: BindingResult): JsonObject | undefined {
  if (expiresAt === undefined && renewBefore === undefined) return undefined;
  if (expiresAt !== undefined && renewBefore !== undefined && renewBefore > expiresAt) {
    throw new Error('The bind handler returned a renewBefore that is later than expiresAt.');
  }
  return {
    ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    ...(renewBefore && { renew_before: renewBefore.toISOString() }),
  };
}

function wireMount({ driver, containerDir, mode, device }: VolumeMount): JsonObject {
  return {
    driver,
    container_dir: containerDir,
    mode,
    device_type: 'shared',
    device: {
      volume_id: device.volumeId,
      ...(device.mountConfig && { mount_config: device.mountConfig }),
    },
  };
}
