"""A small key-value broker on openbrokerapi, run against the conformance tester."""

import itertools
import os
import threading
import time
from dataclasses import dataclass, field
from typing import Callable, Dict, Optional

import waitress
from flask import Flask
from openbrokerapi import api, errors
from openbrokerapi.log_util import basic_config
from openbrokerapi.service_broker import (
    Binding,
    BindState,
    DeprovisionServiceSpec,
    GetBindingSpec,
    GetInstanceDetailsSpec,
    LastOperation,
    OperationState,
    ProvisionedServiceSpec,
    ProvisionState,
    ServiceBroker,
    UnbindSpec,
    UpdateServiceSpec,
)

from catalog import AUDIT, CATALOG, LARGE, SLOW, SMALL

WORK_TIME = 1.5


@dataclass
class Operation:
    id: str
    kind: str
    ready_at: float
    done: Callable[[], None]


@dataclass
class Instance:
    service_id: str
    plan_id: str
    space: str
    parameters: Optional[dict]
    operation: Optional[Operation] = None
    update: Optional[tuple] = None
    bindings: Dict[str, tuple] = field(default_factory=dict)


def require(values, allowed):
    """Holds parameters to the schema of the catalog."""
    if values is None:
        return
    if not isinstance(values, dict) or not all(allowed(name, value) for name, value in values.items()):
        raise errors.ErrInvalidParameters("The parameters do not match the schema of the plan")


def is_size(name, value):
    return name == "size" and type(value) in (int, float) and value == int(value) and 1 <= value <= 10


def is_role(name, value):
    return name == "role" and value in ("reader", "writer")


def credentials(binding_id):
    return {"username": binding_id, "password": f"secret-{binding_id}"}


class StoreBroker(ServiceBroker):
    def __init__(self):
        self.lock = threading.RLock()
        self.instances: Dict[str, Instance] = {}
        self.numbers = itertools.count(1)

    def catalog(self):
        return CATALOG

    def find(self, instance_id):
        found = self.instances.get(instance_id)
        if found and found.operation and time.monotonic() >= found.operation.ready_at:
            operation, found.operation = found.operation, None
            operation.done()
        return self.instances.get(instance_id)

    def begin(self, instance, kind, done):
        instance.operation = Operation(
            f"{kind}-{next(self.numbers)}", kind, time.monotonic() + WORK_TIME, done
        )
        return instance.operation.id

    def provision(self, instance_id, details, async_allowed, **kwargs):
        with self.lock:
            require(details.parameters, is_size)
            wanted = Instance(details.service_id, details.plan_id, details.space_guid, details.parameters)
            found = self.find(instance_id)
            if found:
                if found.operation and found.operation.kind != "create":
                    raise errors.ErrConcurrentInstanceAccess()
                if (found.service_id, found.plan_id, found.space, found.parameters) != (
                    wanted.service_id,
                    wanted.plan_id,
                    wanted.space,
                    wanted.parameters,
                ):
                    raise errors.ErrInstanceAlreadyExists()
                if found.operation:
                    return ProvisionedServiceSpec(ProvisionState.IS_ASYNC, operation=found.operation.id)
                return ProvisionedServiceSpec(ProvisionState.IDENTICAL_ALREADY_EXISTS)
            if wanted.plan_id == SLOW and not async_allowed:
                raise errors.ErrAsyncRequired()
            self.instances[instance_id] = wanted
            if wanted.plan_id == SLOW:
                operation = self.begin(wanted, "create", lambda: None)
                return ProvisionedServiceSpec(ProvisionState.IS_ASYNC, operation=operation)
            return ProvisionedServiceSpec(ProvisionState.SUCCESSFUL_CREATED)

    def update(self, instance_id, details, async_allowed, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found or found.service_id != details.service_id:
                raise errors.ErrBadRequest("The service has no such instance")
            wanted = (details.plan_id, details.parameters, details.context)
            if found.operation:
                if found.operation.kind == "update" and found.update == wanted:
                    return UpdateServiceSpec(is_async=True, operation=found.operation.id)
                raise errors.ErrConcurrentInstanceAccess()
            require(details.parameters, is_size)
            is_change = details.plan_id and details.plan_id != found.plan_id
            if is_change and not {details.plan_id, found.plan_id} <= {SMALL, LARGE}:
                raise errors.ErrPlanChangeNotSupported()

            def apply():
                found.plan_id = details.plan_id or found.plan_id
                if details.parameters is not None:
                    found.parameters = details.parameters

            if found.plan_id != SLOW:
                apply()
                return UpdateServiceSpec(is_async=False)
            if not async_allowed:
                raise errors.ErrAsyncRequired()
            found.update = wanted
            return UpdateServiceSpec(is_async=True, operation=self.begin(found, "update", apply))

    def deprovision(self, instance_id, details, async_allowed, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found:
                raise errors.ErrInstanceDoesNotExist()
            if found.operation:
                if found.operation.kind == "delete":
                    return DeprovisionServiceSpec(is_async=True, operation=found.operation.id)
                raise errors.ErrConcurrentInstanceAccess()
            if found.plan_id != SLOW:
                del self.instances[instance_id]
                return DeprovisionServiceSpec(is_async=False)
            if not async_allowed:
                raise errors.ErrAsyncRequired()
            operation = self.begin(found, "delete", lambda: self.instances.pop(instance_id))
            return DeprovisionServiceSpec(is_async=True, operation=operation)

    def get_instance(self, instance_id, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found or (found.operation and found.operation.kind == "create"):
                raise errors.ErrInstanceDoesNotExist()
            if found.operation and found.operation.kind == "update":
                raise errors.ErrConcurrentInstanceAccess()
            return GetInstanceDetailsSpec(found.service_id, found.plan_id, parameters=found.parameters)

    def last_operation(self, instance_id, operation_data, service_id, plan_id, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found:
                raise errors.ErrInstanceDoesNotExist()
            if found.operation:
                return LastOperation(OperationState.IN_PROGRESS, f"{found.operation.kind} is under way")
            return LastOperation(OperationState.SUCCEEDED)

    def bind(self, instance_id, binding_id, details, async_allowed, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found or (found.service_id, found.plan_id) != (details.service_id, details.plan_id):
                raise errors.ErrBadRequest("The plan has no such instance")
            if found.service_id == AUDIT:
                raise errors.ErrBadRequest("The service cannot be bound")
            if found.operation:
                raise errors.ErrConcurrentInstanceAccess()
            require(details.parameters, is_role)
            app = details.bind_resource.app_guid if details.bind_resource else details.app_guid
            wanted = (app, details.parameters)
            existing = found.bindings.setdefault(binding_id, wanted)
            if existing is wanted:
                return Binding(BindState.SUCCESSFUL_BOUND, credentials=credentials(binding_id))
            if existing != wanted:
                raise errors.ErrBindingAlreadyExists()
            return Binding(BindState.IDENTICAL_ALREADY_EXISTS, credentials=credentials(binding_id))

    def unbind(self, instance_id, binding_id, details, async_allowed, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found or binding_id not in found.bindings:
                raise errors.ErrBindingDoesNotExist()
            if found.operation:
                raise errors.ErrConcurrentInstanceAccess()
            del found.bindings[binding_id]
            return UnbindSpec(is_async=False)

    def get_binding(self, instance_id, binding_id, **kwargs):
        with self.lock:
            found = self.find(instance_id)
            if not found or binding_id not in found.bindings:
                raise errors.ErrBindingDoesNotExist()
            _, parameters = found.bindings[binding_id]
            return GetBindingSpec(credentials=credentials(binding_id), parameters=parameters)


if __name__ == "__main__":
    app = Flask(__name__)
    login = api.BrokerCredentials(os.environ["BROKER_USER"], os.environ["BROKER_PASSWORD"])
    app.register_blueprint(api.get_blueprint(StoreBroker(), login, basic_config()))
    waitress.serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
