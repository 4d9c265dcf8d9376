"""The catalog of the small key-value broker."""

from openbrokerapi.catalog import Schemas, ServicePlan
from openbrokerapi.service_broker import Service

STORE = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b1001"
SMALL = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b1011"
LARGE = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b1012"
SLOW = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b1013"
AUDIT = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b2001"
AUDIT_PLAN = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6b2011"


def _object_of(name, rule):
    return {
        "parameters": {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "type": "object",
            "additionalProperties": False,
            "properties": {name: rule},
        }
    }


_size = _object_of("size", {"type": "integer", "minimum": 1, "maximum": 10})
_role = _object_of("role", {"type": "string", "enum": ["reader", "writer"]})
_schemas = Schemas(
    service_instance={"create": _size, "update": _size}, service_binding={"create": _role}
)


def _plan(id, name, description, **more):
    return ServicePlan(id=id, name=name, description=description, free=True, schemas=_schemas, **more)


CATALOG = [
    Service(
        id=STORE,
        name="python-store",
        description="A key-value store",
        bindable=True,
        plan_updateable=True,
        instances_retrievable=True,
        bindings_retrievable=True,
        plans=[
            _plan(SMALL, "small", "A small store"),
            _plan(LARGE, "large", "A large store"),
            _plan(
                SLOW,
                "slow",
                "A store that takes a moment to make",
                plan_updateable=False,
                maximum_polling_duration=60,
            ),
        ],
    ),
    Service(
        id=AUDIT,
        name="python-audit",
        description="An audit trail without bindings",
        bindable=False,
        instances_retrievable=True,
        plans=[ServicePlan(id=AUDIT_PLAN, name="standard", description="The only plan", free=True)],
    ),
]
