package kit.interop;

import java.util.Map;
import kit.interop.Stores.Bound;
import kit.interop.Stores.Store;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerConcurrencyException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerInvalidParametersException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceBindingDoesNotExistException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceBindingExistsException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceDoesNotExistException;
import org.springframework.cloud.servicebroker.model.binding.CreateServiceInstanceAppBindingResponse;
import org.springframework.cloud.servicebroker.model.binding.CreateServiceInstanceBindingRequest;
import org.springframework.cloud.servicebroker.model.binding.CreateServiceInstanceBindingResponse;
import org.springframework.cloud.servicebroker.model.binding.DeleteServiceInstanceBindingRequest;
import org.springframework.cloud.servicebroker.model.binding.DeleteServiceInstanceBindingResponse;
import org.springframework.cloud.servicebroker.model.binding.GetServiceInstanceAppBindingResponse;
import org.springframework.cloud.servicebroker.model.binding.GetServiceInstanceBindingRequest;
import org.springframework.cloud.servicebroker.model.binding.GetServiceInstanceBindingResponse;
import org.springframework.cloud.servicebroker.service.ServiceInstanceBindingService;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

@Service
class StoreBindingService implements ServiceInstanceBindingService {

  private final Stores stores;

  StoreBindingService(Stores stores) {
    this.stores = stores;
  }

  private static Map<String, Object> credentials(String bindingId) {
    return Map.of("username", bindingId, "password", "secret-" + bindingId);
  }

  @Override
  public Mono<CreateServiceInstanceBindingResponse> createServiceInstanceBinding(
      CreateServiceInstanceBindingRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return create(request); } });
  }

  private CreateServiceInstanceBindingResponse create(CreateServiceInstanceBindingRequest request) {
    Store found = stores.find(request.getServiceInstanceId());
    if (found == null) {
      throw new ServiceInstanceDoesNotExistException(request.getServiceInstanceId());
    }
    if (found.isBusy()) {
      throw new ServiceBrokerConcurrencyException("The instance has an operation in progress");
    }
    if (found.now.serviceId().equals(BrokerApplication.AUDIT)
        || !found.now.serviceId().equals(request.getServiceDefinitionId())
        || !found.now.planId().equals(request.getPlanId())) {
      throw new ServiceBrokerInvalidParametersException("The instance has another plan or cannot be bound");
    }
    Stores.require(request.getParameters(), Stores::isRole);
    Object app = request.getBindResource() == null ? null : request.getBindResource().getAppGuid();
    Bound wanted = new Bound(app, request.getParameters());
    Bound existing = found.bindings.putIfAbsent(request.getBindingId(), wanted);
    if (existing != null && !existing.equals(wanted)) {
      throw new ServiceInstanceBindingExistsException(request.getServiceInstanceId(), request.getBindingId());
    }
    return CreateServiceInstanceAppBindingResponse.builder()
        .bindingExisted(existing != null)
        .credentials(credentials(request.getBindingId()))
        .build();
  }

  @Override
  public Mono<DeleteServiceInstanceBindingResponse> deleteServiceInstanceBinding(
      DeleteServiceInstanceBindingRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return delete(request); } });
  }

  private DeleteServiceInstanceBindingResponse delete(DeleteServiceInstanceBindingRequest request) {
    Store found = withBinding(request.getServiceInstanceId(), request.getBindingId());
    if (found.isBusy()) {
      throw new ServiceBrokerConcurrencyException("The instance has an operation in progress");
    }
    found.bindings.remove(request.getBindingId());
    return DeleteServiceInstanceBindingResponse.builder().build();
  }

  @Override
  public Mono<GetServiceInstanceBindingResponse> getServiceInstanceBinding(
      GetServiceInstanceBindingRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return get(request); } });
  }

  private GetServiceInstanceBindingResponse get(GetServiceInstanceBindingRequest request) {
    Store found = withBinding(request.getServiceInstanceId(), request.getBindingId());
    return GetServiceInstanceAppBindingResponse.builder()
        .credentials(credentials(request.getBindingId()))
        .parameters(found.bindings.get(request.getBindingId()).parameters())
        .build();
  }

  private Store withBinding(String instanceId, String bindingId) {
    Store found = stores.find(instanceId);
    if (found == null || !found.bindings.containsKey(bindingId)) {
      throw new ServiceInstanceBindingDoesNotExistException(bindingId);
    }
    return found;
  }
}
