package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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

// work is what goes on with an instance or binding: done happens when its time has come.
type work struct {
	operation, kind string
	readyAt         time.Time
	done            func()
}

func (w *work) isUnderWay() bool { return w.operation != "" }

func (w *work) isUnderWayAs(kind string) bool { return w.isUnderWay() && w.kind == kind }

func (w *work) settle() {
	if w.isUnderWay() && !time.Now().Before(w.readyAt) {
		w.operation = ""
		w.done()
	}
}

func (w *work) state() domain.LastOperation {
	if w.isUnderWay() {
		return domain.LastOperation{State: domain.InProgress, Description: w.kind + " is under way"}
	}
	return domain.LastOperation{State: domain.Succeeded}
}

type binding struct {
	work
	parameters any
	app        string
}

type instance struct {
	work
	serviceID, planID, space string
	parameters               any
	update                   domain.UpdateDetails
	bindings                 map[string]*binding
}

func (i *instance) hasBindingUnderWay() bool {
	for _, bound := range i.bindings {
		if bound.isUnderWay() {
			return true
		}
	}
	return false
}

type broker struct {
	mutex     sync.Mutex
	instances map[string]*instance
	count     int
}

func newBroker() *broker { return &broker{instances: map[string]*instance{}} }

// find looks an instance up after finishing what is due. The caller holds the mutex.
func (b *broker) find(id string) *instance {
	if found := b.instances[id]; found != nil {
		found.settle()
		for _, bound := range found.bindings {
			bound.settle()
		}
	}
	return b.instances[id]
}

func (b *broker) begin(target *work, kind string, done func()) string {
	b.count++
	*target = work{operation: fmt.Sprintf("%s-%d", kind, b.count), kind: kind, readyAt: time.Now().Add(workTime), done: done}
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

// checkMaintenance compares what the platform believes of the plan with the catalog.
func checkMaintenance(planID string, believed *domain.MaintenanceInfo) error {
	if believed == nil {
		return nil
	}
	for _, service := range catalog() {
		for _, plan := range service.Plans {
			switch {
			case plan.ID != planID:
			case plan.MaintenanceInfo == nil:
				return apiresponses.ErrMaintenanceInfoNilConflict
			case plan.MaintenanceInfo.Version != believed.Version:
				return apiresponses.ErrMaintenanceInfoConflict
			}
		}
	}
	return nil
}
