package kit.interop;

import java.util.Map;
import java.util.Objects;
import kit.interop.Stores.Store;
import kit.interop.Stores.Wanted;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerAsyncRequiredException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerConcurrencyException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerCreateOperationInProgressException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerDeleteOperationInProgressException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerInvalidParametersException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerOperationInProgressException;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerUpdateOperationInProgressException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceDoesNotExistException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceExistsException;
import org.springframework.cloud.servicebroker.exception.ServiceInstanceUpdateNotSupportedException;
import org.springframework.cloud.servicebroker.model.instance.CreateServiceInstanceRequest;
import org.springframework.cloud.servicebroker.model.instance.CreateServiceInstanceResponse;
import org.springframework.cloud.servicebroker.model.instance.DeleteServiceInstanceRequest;
import org.springframework.cloud.servicebroker.model.instance.DeleteServiceInstanceResponse;
import org.springframework.cloud.servicebroker.model.instance.GetLastServiceOperationRequest;
import org.springframework.cloud.servicebroker.model.instance.GetLastServiceOperationResponse;
import org.springframework.cloud.servicebroker.model.instance.GetServiceInstanceRequest;
import org.springframework.cloud.servicebroker.model.instance.GetServiceInstanceResponse;
import org.springframework.cloud.servicebroker.model.instance.OperationState;
import org.springframework.cloud.servicebroker.model.instance.UpdateServiceInstanceRequest;
import org.springframework.cloud.servicebroker.model.instance.UpdateServiceInstanceResponse;
import org.springframework.cloud.servicebroker.service.ServiceInstanceService;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

@Service
class StoreInstanceService implements ServiceInstanceService {

  private final Stores stores;

  StoreInstanceService(Stores stores) {
    this.stores = stores;
  }

  @Override
  public Mono<CreateServiceInstanceResponse> createServiceInstance(CreateServiceInstanceRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return create(request); } });
  }

  private CreateServiceInstanceResponse create(CreateServiceInstanceRequest request) {
    Stores.require(request.getParameters(), Stores::isSize);
    String id = request.getServiceInstanceId();
    Object space = request.getContext() == null ? null : request.getContext().getProperty("spaceGuid");
    Wanted wanted =
        new Wanted(request.getServiceDefinitionId(), request.getPlanId(), space, request.getParameters());
    Store found = stores.find(id);
    if (found != null) {
      if (found.isBusy() && !found.isBusyWith("create")) {
        throw new ServiceBrokerConcurrencyException("The instance has an operation in progress");
      }
      if (!found.now.equals(wanted)) {
        throw new ServiceInstanceExistsException(id, wanted.serviceId());
      }
      if (found.isBusy()) {
        throw new ServiceBrokerCreateOperationInProgressException(found.operation.id());
      }
      return CreateServiceInstanceResponse.builder().instanceExisted(true).build();
    }
    boolean isSlow = wanted.planId().equals(BrokerApplication.SLOW);
    requireAsync(isSlow, request.isAsyncAccepted());
    Store made = stores.add(id, wanted);
    var response = CreateServiceInstanceResponse.builder();
    return isSlow
        ? response.async(true).operation(stores.begin(made, "create", () -> {})).build()
        : response.build();
  }

  private static void requireAsync(boolean isSlow, boolean isAccepted) {
    if (isSlow && !isAccepted) {
      throw new ServiceBrokerAsyncRequiredException("This plan takes a moment");
    }
  }

  @Override
  public Mono<DeleteServiceInstanceResponse> deleteServiceInstance(DeleteServiceInstanceRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return delete(request); } });
  }

  private DeleteServiceInstanceResponse delete(DeleteServiceInstanceRequest request) {
    String id = request.getServiceInstanceId();
    Store found = existing(id);
    if (found.isBusyWith("delete")) {
      throw new ServiceBrokerDeleteOperationInProgressException(found.operation.id());
    }
    requireIdle(found);
    boolean isSlow = found.now.planId().equals(BrokerApplication.SLOW);
    requireAsync(isSlow, request.isAsyncAccepted());
    var response = DeleteServiceInstanceResponse.builder();
    if (isSlow) {
      return response.async(true).operation(stores.begin(found, "delete", () -> stores.remove(id))).build();
    }
    stores.remove(id);
    return response.build();
  }

  private Store existing(String id) {
    Store found = stores.find(id);
    if (found == null) {
      throw new ServiceInstanceDoesNotExistException(id);
    }
    return found;
  }

  private static void requireIdle(Store store) {
    if (store.isBusy()) {
      throw new ServiceBrokerConcurrencyException("The instance has an operation in progress");
    }
  }

  @Override
  public Mono<UpdateServiceInstanceResponse> updateServiceInstance(UpdateServiceInstanceRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return update(request); } });
  }

  private UpdateServiceInstanceResponse update(UpdateServiceInstanceRequest request) {
    Store found = existing(request.getServiceInstanceId());
    if (found.isBusyWith("update") && isSame(request, found.update)) {
      throw new ServiceBrokerUpdateOperationInProgressException(found.operation.id());
    }
    requireIdle(found);
    if (!found.now.serviceId().equals(request.getServiceDefinitionId())) {
      throw new ServiceBrokerInvalidParametersException("The instance belongs to another service");
    }
    Stores.require(request.getParameters(), Stores::isSize);
    String planId = request.getPlanId() == null ? found.now.planId() : request.getPlanId();
    if (!planId.equals(found.now.planId()) && (isSlow(planId) || isSlow(found.now.planId()) || request.getPlan() == null)) {
      throw new ServiceInstanceUpdateNotSupportedException("The plan cannot be changed to this one");
    }
    Map<String, Object> parameters =
        request.getParameters() == null || request.getParameters().isEmpty()
            ? found.now.parameters()
            : request.getParameters();
    Wanted changed = new Wanted(found.now.serviceId(), planId, found.now.space(), parameters);
    requireAsync(isSlow(planId), request.isAsyncAccepted());
    var response = UpdateServiceInstanceResponse.builder();
    if (isSlow(planId)) {
      found.update = request;
      return response.async(true).operation(stores.begin(found, "update", () -> found.now = changed)).build();
    }
    found.now = changed;
    return response.build();
  }

  private static boolean isSame(UpdateServiceInstanceRequest one, UpdateServiceInstanceRequest other) {
    return Objects.equals(one.getPlanId(), other.getPlanId())
        && Objects.equals(one.getParameters(), other.getParameters())
        && Objects.equals(one.getContext(), other.getContext());
  }

  private static boolean isSlow(String planId) {
    return planId.equals(BrokerApplication.SLOW);
  }

  @Override
  public Mono<GetServiceInstanceResponse> getServiceInstance(GetServiceInstanceRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return get(request.getServiceInstanceId()); } });
  }

  private GetServiceInstanceResponse get(String id) {
    Store found = existing(id);
    if (found.isBusyWith("create")) {
      throw new ServiceBrokerOperationInProgressException(found.operation.id());
    }
    if (found.isBusyWith("update")) {
      throw new ServiceBrokerConcurrencyException("The instance is being updated");
    }
    return GetServiceInstanceResponse.builder()
        .serviceDefinitionId(found.now.serviceId())
        .planId(found.now.planId())
        .parameters(found.now.parameters())
        .build();
  }

  @Override
  public Mono<GetLastServiceOperationResponse> getLastOperation(GetLastServiceOperationRequest request) {
    return Mono.fromCallable(() -> { synchronized (stores) { return lastOperation(request); } });
  }

  private GetLastServiceOperationResponse lastOperation(GetLastServiceOperationRequest request) {
    boolean isDelete = request.getOperation() != null && request.getOperation().startsWith("delete");
    Store found = stores.find(request.getServiceInstanceId());
    if (found == null && !isDelete) {
      throw new ServiceInstanceDoesNotExistException(request.getServiceInstanceId());
    }
    return GetLastServiceOperationResponse.builder()
        .operationState(found != null && found.isBusy() ? OperationState.IN_PROGRESS : OperationState.SUCCEEDED)
        .deleteOperation(isDelete)
        .build();
  }
}
