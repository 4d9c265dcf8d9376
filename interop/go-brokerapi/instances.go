package main

import (
	"context"
	"reflect"
	"strings"

	"code.cloudfoundry.org/brokerapi/v13/domain"
	"code.cloudfoundry.org/brokerapi/v13/domain/apiresponses"
)

func dashboard(id string) string { return "http://127.0.0.1/dashboards/" + id }

func isFastPlan(id string) bool { return id == smallPlan || id == largePlan }

func (b *broker) Services(context.Context) ([]domain.Service, error) { return catalog(), nil }

func (b *broker) Provision(_ context.Context, id string, details domain.ProvisionDetails, asyncAllowed bool) (domain.ProvisionedServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	values, err := parameters(details.RawParameters, isSize)
	if err != nil {
		return domain.ProvisionedServiceSpec{}, err
	}
	spec := domain.ProvisionedServiceSpec{DashboardURL: dashboard(id)}
	if found := b.find(id); found != nil {
		switch {
		case found.isUnderWay() && found.kind != "create":
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
		case found.serviceID != details.ServiceID || found.planID != details.PlanID ||
			found.space != details.SpaceGUID || !reflect.DeepEqual(found.parameters, values):
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrInstanceAlreadyExists
		}
		spec.IsAsync, spec.OperationData = found.isUnderWay(), found.operation
		spec.AlreadyExists = !spec.IsAsync
		return spec, nil
	}
	if err := checkMaintenance(details.PlanID, details.MaintenanceInfo); err != nil {
		return domain.ProvisionedServiceSpec{}, err
	}
	made := &instance{
		serviceID: details.ServiceID, planID: details.PlanID, space: details.SpaceGUID,
		parameters: values, bindings: map[string]*binding{},
	}
	if details.PlanID == slowPlan {
		if !asyncAllowed {
			return domain.ProvisionedServiceSpec{}, apiresponses.ErrAsyncRequired
		}
		spec.IsAsync, spec.OperationData = true, b.begin(&made.work, "create", func() {})
	}
	b.instances[id] = made
	return spec, nil
}

func (b *broker) Deprovision(_ context.Context, id string, _ domain.DeprovisionDetails, asyncAllowed bool) (domain.DeprovisionServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	switch {
	case found == nil:
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrInstanceDoesNotExist
	case found.isUnderWayAs("delete"):
		return domain.DeprovisionServiceSpec{IsAsync: true, OperationData: found.operation}, nil
	case found.isUnderWay() || found.hasBindingUnderWay():
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
	case found.planID != slowPlan:
		delete(b.instances, id)
		return domain.DeprovisionServiceSpec{}, nil
	case !asyncAllowed:
		return domain.DeprovisionServiceSpec{}, apiresponses.ErrAsyncRequired
	}
	operation := b.begin(&found.work, "delete", func() { delete(b.instances, id) })
	return domain.DeprovisionServiceSpec{IsAsync: true, OperationData: operation}, nil
}

func (b *broker) GetInstance(_ context.Context, id string, _ domain.FetchInstanceDetails) (domain.GetInstanceDetailsSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil || found.isUnderWayAs("create") {
		return domain.GetInstanceDetailsSpec{}, apiresponses.ErrInstanceNotFound
	}
	if found.isUnderWayAs("update") {
		return domain.GetInstanceDetailsSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	return domain.GetInstanceDetailsSpec{
		ServiceID: found.serviceID, PlanID: found.planID, Parameters: found.parameters, DashboardURL: dashboard(id),
	}, nil
}

func (b *broker) Update(_ context.Context, id string, details domain.UpdateDetails, asyncAllowed bool) (domain.UpdateServiceSpec, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil {
		return domain.UpdateServiceSpec{}, badRequest("there is no such instance")
	}
	if found.isUnderWayAs("update") && reflect.DeepEqual(found.update, details) {
		return domain.UpdateServiceSpec{IsAsync: true, OperationData: found.operation}, nil
	}
	if found.isUnderWay() {
		return domain.UpdateServiceSpec{}, apiresponses.ErrConcurrentInstanceAccess
	}
	values, err := parameters(details.RawParameters, isSize)
	if err != nil {
		return domain.UpdateServiceSpec{}, err
	}
	planID := found.planID
	if details.PlanID != "" {
		planID = details.PlanID
	}
	apply := func() {
		found.planID = planID
		if values != nil {
			found.parameters = values
		}
	}
	switch {
	case details.ServiceID != found.serviceID:
		return domain.UpdateServiceSpec{}, badRequest("the instance belongs to another service")
	case planID != found.planID && !(isFastPlan(planID) && isFastPlan(found.planID)):
		return domain.UpdateServiceSpec{}, apiresponses.ErrPlanChangeNotSupported
	}
	if err := checkMaintenance(planID, details.MaintenanceInfo); err != nil {
		return domain.UpdateServiceSpec{}, err
	}
	switch {
	case found.planID != slowPlan:
		apply()
		return domain.UpdateServiceSpec{DashboardURL: dashboard(id)}, nil
	case !asyncAllowed:
		return domain.UpdateServiceSpec{}, apiresponses.ErrAsyncRequired
	}
	found.update = details
	return domain.UpdateServiceSpec{IsAsync: true, OperationData: b.begin(&found.work, "update", apply)}, nil
}

func (b *broker) LastOperation(_ context.Context, id string, details domain.PollDetails) (domain.LastOperation, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	found := b.find(id)
	if found == nil && strings.HasPrefix(details.OperationData, "delete") {
		return domain.LastOperation{}, apiresponses.ErrInstanceDoesNotExist
	}
	if found == nil {
		return domain.LastOperation{}, apiresponses.ErrInstanceNotFound
	}
	return found.state(), nil
}
