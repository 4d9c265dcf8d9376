module osb-kit-interop/go-brokerapi

go 1.25.0

require code.cloudfoundry.org/brokerapi/v13 v13.0.25

require github.com/google/uuid v1.6.0 // indirect
