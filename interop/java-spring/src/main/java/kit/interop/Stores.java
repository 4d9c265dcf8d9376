package kit.interop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.springframework.cloud.servicebroker.exception.ServiceBrokerInvalidParametersException;
import org.springframework.cloud.servicebroker.model.instance.UpdateServiceInstanceRequest;
import org.springframework.stereotype.Component;

/** The state of the broker; callers synchronize on it. */
@Component
class Stores {

  private static final long WORK_MILLIS = 1500;

  private final Map<String, Store> stores = new HashMap<>();
  private int count;

  record Wanted(String serviceId, String planId, Object space, Map<String, Object> parameters) {}

  record Operation(String id, String kind, long readyAt, Runnable done) {}

  record Bound(Object app, Map<String, Object> parameters) {}

  static class Store {
    Wanted now;
    Operation operation;
    UpdateServiceInstanceRequest update;
    final Map<String, Bound> bindings = new HashMap<>();

    Store(Wanted now) {
      this.now = now;
    }

    boolean isBusy() {
      return operation != null;
    }

    boolean isBusyWith(String kind) {
      return isBusy() && operation.kind().equals(kind);
    }
  }

  /** Looks a store up and finishes its operation if that is due. */
  Store find(String id) {
    Store found = stores.get(id);
    if (found != null && found.isBusy() && System.nanoTime() >= found.operation.readyAt()) {
      Runnable done = found.operation.done();
      found.operation = null;
      done.run();
    }
    return stores.get(id);
  }

  Store add(String id, Wanted wanted) {
    Store store = new Store(wanted);
    stores.put(id, store);
    return store;
  }

  void remove(String id) {
    stores.remove(id);
  }

  String begin(Store store, String kind, Runnable done) {
    String id = kind + "-" + ++count;
    store.operation = new Operation(id, kind, System.nanoTime() + WORK_MILLIS * 1_000_000, done);
    return id;
  }

  /** Holds parameters to the schema of the catalog. */
  static void require(Map<String, Object> parameters, BiPredicate<String, Object> allowed) {
    if (parameters == null) {
      return;
    }
    parameters.forEach(
        (name, value) -> {
          if (!allowed.test(name, value)) {
            throw new ServiceBrokerInvalidParametersException("Parameter \"" + name + "\" is not valid");
          }
        });
  }

  static boolean isSize(String name, Object value) {
    return name.equals("size") && value instanceof Integer size && size >= 1 && size <= 10;
  }

  static boolean isRole(String name, Object value) {
    return name.equals("role") && ("reader".equals(value) || "writer".equals(value));
  }
}
