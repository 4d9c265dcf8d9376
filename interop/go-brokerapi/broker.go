package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/domain/apiresponses"
)

const (
	minSize  = 1
	maxSize  = 10
	workTime = 1500 * time.Millisecond
)

type binding struct {
	Parameters any
	App        string
}

// An instance may have one operation in flight: done is what happens when its time has come.
type instance struct {
	ServiceID, PlanID, Org, Space string
	Parameters                    any
	bindings                      map[string]binding
	operation                     string
	kind                          string
	readyAt                       time.Time
	done                          func()
}

type broker struct {
	mutex     sync.Mutex
	instances map[string]*instance
	count     int
}

func newBroker() *broker { return &broker{instances: map[string]*instance{}} }

// find looks an instance up and finishes its operation if that is due. The caller holds the mutex.
func (b *broker) find(id string) *instance {
	found := b.instances[id]
	if found != nil && found.operation != "" && !time.Now().Before(found.readyAt) {
		found.operation = ""
		found.done()
	}
	return b.instances[id]
}

func (b *broker) begin(target *instance, kind string, done func()) string {
	b.count++
	target.kind, target.done, target.readyAt = kind, done, time.Now().Add(workTime)
	target.operation = fmt.Sprintf("%s-%d", kind, b.count)
	return target.operation
}

func badRequest(message string) error {
	return apiresponses.NewFailureResponse(errors.New(message), http.StatusBadRequest, "bad-request")
}

// parameters decodes parameters and holds them to the schema of the catalog.
func parameters(raw json.RawMessage, check func(name string, value any) bool) (any, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var values map[string]any
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, badRequest("parameters must be an object")
	}
	for name, value := range values {
		if !check(name, value) {
			return nil, badRequest(fmt.Sprintf("parameter %q is not valid", name))
		}
	}
	return values, nil
}

func isSize(name string, value any) bool {
	size, isNumber := value.(float64)
	return name == "size" && isNumber && size == float64(int(size)) && size >= minSize && size <= maxSize
}

func isRole(name string, value any) bool {
	return name == "role" && (value == "reader" || value == "writer")
}

func (b *broker) Services(context.Context) ([]domain.Service, error) { return catalog(), nil }

func (b *broker) Provision(_ context.Context, id string, details domain.ProvisionDetails, asyncAllowed bool) (domain.ProvisionedServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	values, err := parameters(details.RawParameters, isSize)
	if err != nil {
		return domain.ProvisionedServiceSpec{}, err
	}
	wanted := &instance{
		ServiceID: details.ServiceID, PlanID: details.PlanID, Org: details.OrganizationGUID, Space: details.SpaceGUID,
		Parameters: values, bindings: map[string]binding{},
	}
	spec := domain.ProvisionedServiceSpec{DashboardURL: "http://127.0.0.1/dashboards/" + id}
	if found := b.find(id); found != nil {
		switch {
		case found.operation != "" && found.kind != "create":
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
		case found.ServiceID != wanted.ServiceID || found.PlanID != wanted.PlanID || found.Org != wanted.Org ||
			found.Space != wanted.Space || !reflect.DeepEqual(found.Parameters, wanted.Parameters):
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrInstanceAlreadyExists
		}
		spec.IsAsync, spec.OperationData = found.operation != "", found.operation
		spec.AlreadyExists = !spec.IsAsync
		return spec, nil
	}
	if details.PlanID == slowPlan {
		if !asyncAllowed {
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrAsyncRequired
		}
		spec.IsAsync, spec.OperationData = true, b.begin(wanted, "create", func() {})
	}
	b.instances[id] = wanted
	return spec, nil
}

func (b *broker) Deprovision(_ context.Context, id string, _ domain.DeprovisionDetails, asyncAllowed bool) (domain.DeprovisionServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	switch {
	case found == nil:
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrInstanceDoesNotExist
	case found.operation != "" && found.kind == "delete":
		return domain.DeprovisionServiceSpec{IsAsync: true, OperationData: found.operation}, nil
	case found.operation != "":
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
	case found.PlanID != slowPlan:
		delete(b.instances, id)
		return domain.DeprovisionServiceSpec{}, nil
	case !asyncAllowed:
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrAsyncRequired
	}
	operation := b.begin(found, "delete", func() { delete(b.instances, id) })
	return domain.DeprovisionServiceSpec{IsAsync: true, OperationData: operation}, nil
}

func (b *broker) GetInstance(_ context.Context, id string, _ domain.FetchInstanceDetails) (domain.GetInstanceDetailsSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil || found.operation != "" && found.kind == "create" {
		return domain.GetInstanceDetailsSpec{}, apiresponses.ErrInstanceNotFound
	}
	if found.operation != "" && found.kind == "update" {
		return domain.GetInstanceDetailsSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	return domain.GetInstanceDetailsSpec{
		ServiceID: found.ServiceID, PlanID: found.PlanID, Parameters: found.Parameters,
		DashboardURL: "http://127.0.0.1/dashboards/" + id,
	}, nil
}

func (b *broker) Update(_ context.Context, id string, details domain.UpdateDetails, asyncAllowed bool) (domain.UpdateServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.UpdateServiceSpec{}, badRequest("there is no such instance")
	}
	if found.operation != "" {
		return domain.UpdateServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	values, err := parameters(details.RawParameters, isSize)
	if err != nil {
		return domain.UpdateServiceSpec{}, err
	}
	apply := func() {
		if details.PlanID != "" {
			found.PlanID = details.PlanID
		}
		if values != nil {
			found.Parameters = values
		}
	}
	switch {
	case details.ServiceID != found.ServiceID:
		return domain.UpdateServiceSpec{}, badRequest("the instance belongs to another service")
	case details.PlanID != "" && details.PlanID != found.PlanID && (found.PlanID == slowPlan || !isFastPlan(details.PlanID)):
		return domain.UpdateServiceSpec{}, apiresponses.ErrPlanChangeNotSupported
	case found.PlanID != slowPlan:
		apply()
		return domain.UpdateServiceSpec{}, nil
	case !asyncAllowed:
		return domain.UpdateServiceSpec{}, apiresponses.ErrAsyncRequired
	}
	return domain.UpdateServiceSpec{IsAsync: true, OperationData: b.begin(found, "update", apply)}, nil
}

func isFastPlan(id string) bool { return id == smallPlan || id == largePlan }

func (b *broker) LastOperation(_ context.Context, id string, _ domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.LastOperation{}, apiresponses.ErrInstanceNotFound
	}
	if found.operation != "" {
		return domain.LastOperation{State: domain.InProgress, Description: found.kind + " is under way"}, nil
	}
	return domain.LastOperation{State: domain.Succeeded}, nil
}

func credentials(id string) any { return map[string]any{"username": id, "password": "secret-" + id} }

func (b *broker) Bind(_ context.Context, id, bindingID string, details domain.BindDetails, _ bool) (domain.Binding, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.Binding{}, apiresponses.ErrInstanceDoesNotExist
	}
	if found.operation != "" {
		return domain.Binding{}, apiresponses.ErrConcurrentInstanceAccess
	}
	if details.ServiceID != found.ServiceID || details.PlanID != found.PlanID || found.ServiceID == auditService {
		return domain.Binding{}, badRequest("the instance has another plan or cannot be bound")
	}
	values, err := parameters(details.RawParameters, isRole)
	if err != nil {
		return domain.Binding{}, err
	}
	wanted := binding{Parameters: values, App: details.AppGUID}
	if details.BindResource != nil {
		wanted.App = details.BindResource.AppGuid
	}
	existing, exists := found.bindings[bindingID]
	if exists && !reflect.DeepEqual(existing, wanted) {
		return domain.Binding{}, apiresponses.ErrBindingAlreadyExists
	}
	found.bindings[bindingID] = wanted
	return domain.Binding{AlreadyExists: exists, Credentials: credentials(bindingID)}, nil
}

func (b *broker) Unbind(_ context.Context, id, bindingID string, _ domain.UnbindDetails, _ bool) (domain.UnbindSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.UnbindSpec{}, apiresponses.ErrInstanceDoesNotExist
	}
	if _, exists := found.bindings[bindingID]; !exists {
		return domain.UnbindSpec{}, apiresponses.ErrBindingDoesNotExist
	}
	if found.operation != "" {
		return domain.UnbindSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	delete(found.bindings, bindingID)
	return domain.UnbindSpec{}, nil
}

func (b *broker) GetBinding(_ context.Context, id, bindingID string, _ domain.FetchBindingDetails) (domain.GetBindingSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.GetBindingSpec{}, apiresponses.ErrBindingNotFound
	}
	existing, exists := found.bindings[bindingID]
	if !exists {
		return domain.GetBindingSpec{}, apiresponses.ErrBindingNotFound
	}
	return domain.GetBindingSpec{Credentials: credentials(bindingID), Parameters: existing.Parameters}, nil
}

func (b *broker) LastBindingOperation(_ context.Context, id, bindingID string, _ domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.LastOperation{}, apiresponses.ErrBindingNotFound
	}
	if _, exists := found.bindings[bindingID]; !exists {
		return domain.LastOperation{}, apiresponses.ErrBindingNotFound
	}
	return domain.LastOperation{State: domain.Succeeded}, nil
}
