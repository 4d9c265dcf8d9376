package main

import (
	"context"
	"reflect"
	"strings"

	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/domain/apiresponses"
)

func credentials(id string) any { return map[string]any{"username": id, "password": "secret-" + id} }

var endpoints = []domain.Endpoint{{Host: "store.example.com", Ports: []string{"6379"}, Protocol: "tcp"}}

func (b *broker) Bind(_ context.Context, id, bindingID string, details domain.BindDetails, asyncAllowed bool) (domain.Binding, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	switch {
	case found == nil:
		return domain.Binding{}, apiresponses.ErrInstanceDoesNotExist
	case found.isUnderWay():
		return domain.Binding{}, apiresponses.ErrConcurrentInstanceAccess
	case details.ServiceID != found.serviceID || details.PlanID != found.planID || found.serviceID == auditService:
		return domain.Binding{}, badRequest("the instance has another plan or cannot be bound")
	}
	values, err := parameters(details.RawParameters, isRole)
	if err != nil {
		return domain.Binding{}, err
	}
	wanted := &binding{parameters: values, app: details.AppGUID}
	if details.BindResource != nil && details.BindResource.AppGuid != "" {
		wanted.app = details.BindResource.AppGuid
	}
	complete := domain.Binding{Credentials: credentials(bindingID), Endpoints: endpoints}
	if existing := found.bindings[bindingID]; existing != nil {
		switch {
		case existing.isUnderWayAs("unbind"):
			return domain.Binding{}, apiresponses.ErrConcurrentInstanceAccess
		case existing.app != wanted.app || !reflect.DeepEqual(existing.parameters, wanted.parameters):
			return domain.Binding{}, apiresponses.ErrBindingAlreadyExists
		case existing.isUnderWay():
			return domain.Binding{IsAsync: true, OperationData: existing.operation}, nil
		}
		complete.AlreadyExists = true
		return complete, nil
	}
	found.bindings[bindingID] = wanted
	if found.planID == slowPlan && asyncAllowed {
		return domain.Binding{IsAsync: true, OperationData: b.begin(&wanted.work, "bind", func() {})}, nil
	}
	return complete, nil
}

// findBinding looks a binding up; it is nil when the instance or the binding does not exist.
func (b *broker) findBinding(id, bindingID string) *binding {
	if found := b.find(id); found != nil {
		return found.bindings[bindingID]
	}
	return nil
}

func (b *broker) Unbind(_ context.Context, id, bindingID string, _ domain.UnbindDetails, asyncAllowed bool) (domain.UnbindSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	existing := b.findBinding(id, bindingID)
	switch {
	case existing == nil:
		return domain.UnbindSpec{}, apiresponses.ErrBindingDoesNotExist
	case existing.isUnderWayAs("unbind"):
		return domain.UnbindSpec{IsAsync: true, OperationData: existing.operation}, nil
	case existing.isUnderWay() || b.instances[id].isUnderWay():
		return domain.UnbindSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	bindings := b.instances[id].bindings
	if b.instances[id].planID == slowPlan && asyncAllowed {
		operation := b.begin(&existing.work, "unbind", func() { delete(bindings, bindingID) })
		return domain.UnbindSpec{IsAsync: true, OperationData: operation}, nil
	}
	delete(bindings, bindingID)
	return domain.UnbindSpec{}, nil
}

func (b *broker) GetBinding(_ context.Context, id, bindingID string, _ domain.FetchBindingDetails) (domain.GetBindingSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	existing := b.findBinding(id, bindingID)
	if existing == nil || existing.isUnderWayAs("bind") {
		return domain.GetBindingSpec{}, apiresponses.ErrBindingNotFound
	}
	return domain.GetBindingSpec{
		Credentials: credentials(bindingID), Endpoints: endpoints, Parameters: existing.parameters,
	}, nil
}

func (b *broker) LastBindingOperation(_ context.Context, id, bindingID string, details domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	existing := b.findBinding(id, bindingID)
	if existing == nil && strings.HasPrefix(details.OperationData, "unbind") {
		return domain.LastOperation{}, apiresponses.ErrBindingDoesNotExist
	}
	if existing == nil {
		return domain.LastOperation{}, apiresponses.ErrBindingNotFound
	}
	return existing.state(), nil
}
