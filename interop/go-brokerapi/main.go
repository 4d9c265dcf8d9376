// A small key-value broker on code.cloudfoundry.org/brokerapi, run against the conformance tester.
package main

import (
	"log"
	"log/slog"
	"net/http"
	"os"

	"code.cloudfoundry.org/brokerapi/v13"
	"code.cloudfoundry.org/brokerapi/v13/domain"
)

const (
	storeService = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a1001"
	smallPlan    = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a1011"
	largePlan    = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a1012"
	slowPlan     = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a1013"
	auditService = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a2001"
	auditPlan    = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6a2011"
)

func objectOf(name string, property map[string]any) domain.Schema {
	return domain.Schema{Parameters: map[string]any{
		"$schema":              "http://json-schema.org/draft-04/schema#",
		"type":                 "object",
		"additionalProperties": false,
		"properties":           map[string]any{name: property},
	}}
}

func catalog() []domain.Service {
	size := objectOf("size", map[string]any{"type": "integer", "minimum": minSize, "maximum": maxSize})
	role := objectOf("role", map[string]any{"type": "string", "enum": []string{"reader", "writer"}})
	schemas := &domain.ServiceSchemas{
		Instance: domain.ServiceInstanceSchema{Create: size, Update: size},
		Binding:  domain.ServiceBindingSchema{Create: role},
	}
	polling := 60
	plan := func(id, name, description string) domain.ServicePlan {
		return domain.ServicePlan{ID: id, Name: name, Description: description, Free: domain.FreeValue(true), Schemas: schemas}
	}
	small := plan(smallPlan, "small", "A small store")
	small.MaintenanceInfo = &domain.MaintenanceInfo{Version: "1.2.0", Description: "Faster lookups"}
	slow := plan(slowPlan, "slow", "A store that takes a moment to make")
	slow.MaximumPollingDuration = &polling
	slow.PlanUpdatable = domain.PlanUpdatableValue(false)
	return []domain.Service{
		{
			ID: storeService, Name: "go-store", Description: "A key-value store", Bindable: true, PlanUpdatable: true,
			InstancesRetrievable: true, BindingsRetrievable: true,
			AllowContextUpdates: true,
			Plans:               []domain.ServicePlan{small, plan(largePlan, "large", "A large store"), slow},
		},
		{
			ID: auditService, Name: "go-audit", Description: "An audit trail without bindings", Bindable: false,
			InstancesRetrievable: true,
			Plans: []domain.ServicePlan{
				{ID: auditPlan, Name: "standard", Description: "The only plan", Free: domain.FreeValue(true)},
			},
		},
	}
}

func main() {
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	credentials := brokerapi.BrokerCredentials{Username: os.Getenv("BROKER_USER"), Password: os.Getenv("BROKER_PASSWORD")}
	handler := brokerapi.New(newBroker(), logger, credentials)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), handler))
}
